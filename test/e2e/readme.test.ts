import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentFor, readBlocks } from './doc-blocks.ts'
import { profileOnce, startRuntime, type ProfileJson, type Runtime } from './runtime.ts'

const run = promisify(execFile)

/** The code blocks of the README in a language, with the address of the running Passerby. */
function blocks(language: string, url: string): string[] {
  return readBlocks('README.md')
    .filter((block) => block.language === language)
    .map((block) => contentFor(block, url))
}

describe('the README', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  it('shows the commands that start and test Passerby', async () => {
    const commands = blocks('sh', runtime.url).join('\n').split('\n')
    expect(commands).toContain('npm start')
    expect(commands).toContain('npm test')
  })

  it('shows curl commands that do what it says', async () => {
    const [collect, lookUp, signUp, byMail] = blocks('sh', runtime.url).filter((block) =>
      block.startsWith('curl'),
    )
    const shell = async (script = ''): Promise<string> => (await run('sh', ['-c', script])).stdout
    expect(await shell(collect)).toBe('{"success":true,"accepted":4,"rejected":[]}')
    await profileOnce(runtime.url, 'anonymousId:CookieID1', (p) => p.activityCount === 4)
    const unknown = JSON.parse(await shell(lookUp)) as ProfileJson
    expect(unknown).toMatchObject({ known: false, activityCount: 4 })

    await shell(signUp)
    await profileOnce(runtime.url, 'anonymousId:CookieID1', (p) => p.known)
    const known = JSON.parse(await shell(byMail)) as ProfileJson
    expect(known).toMatchObject({ known: true, activityCount: 5 })
    expect(known.previousCustomerIds).toContain(unknown.customerId)
  })

  it('shows a program with the Segment library that does what it says', async () => {
    const [program = ''] = blocks('js', runtime.url)
    // Beside the packages, so that the import is found as in a project that has installed it.
    const file = `test/e2e/.readme-${process.pid}.mjs`
    await writeFile(file, program)
    try {
      await run(process.execPath, [file])
    } finally {
      await rm(file)
    }
    const profile = await profileOnce(runtime.url, 'anonymousId:CookieID2', (p) => p.known)
    expect(profile.activityCount).toBe(2)
  })
})
