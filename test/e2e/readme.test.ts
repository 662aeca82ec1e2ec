import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { profileOnce, startRuntime, type ProfileJson, type Runtime } from './runtime.ts'

const run = promisify(execFile)
const documentedUrl = 'http://127.0.0.1:7071'

/** The code blocks of the README in a language, with the address of the running Passerby. */
async function blocks(language: string, url: string): Promise<string[]> {
  const readme = await readFile('README.md', 'utf8')
  const pattern = new RegExp('^```' + language + '\\n([\\s\\S]*?)^```', 'gm')
  return [...readme.matchAll(pattern)].map((match) =>
    (match[1] ?? '').replaceAll(documentedUrl, url),
  )
}

describe('the README', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  it('shows the commands that start and test Passerby', async () => {
    const commands = (await blocks('sh', runtime.url)).join('\n').split('\n')
    expect(commands).toContain('npm start')
    expect(commands).toContain('npm test')
  })

  it('shows curl commands that do what it says', async () => {
    const [collect, lookUp, signUp, byMail] = (await blocks('sh', runtime.url)).filter((block) =>
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
    const [program = ''] = await blocks('js', runtime.url)
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
