import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, profileOnce, startRuntime, type Runtime } from './runtime.ts'

interface Ended {
  readonly code: number
  readonly lines: readonly string[]
}

/** Starts a copy that is expected to end by itself; answers its exit code and what it said. */
function startInVain(environment: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['commands/run.mjs', 'start'],
      { env: { ...process.env, ...environment } },
      (error, stdout, stderr) => {
        const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), lines })
      },
    )
  })
}

describe('npm start', () => {
  let first: Runtime
  let otherData: string

  beforeAll(async () => {
    first = await startRuntime({ environment: { PASSERBY_NOW: '2030-01-01T00:00:00Z' } })
    otherData = await mkdtemp(path.join(tmpdir(), 'passerby-other-'))
  })
  afterAll(async () => {
    await first.dispose()
    await rm(otherData, { recursive: true, force: true })
  })

  it('says in one line that the port is in use, and ends', async () => {
    const port = new URL(first.url).port
    const { code, lines } = await startInVain({ PORT: port, PASSERBY_DATA: otherData })
    expect(code).not.toBe(0)
    expect(lines).toEqual([expect.stringContaining(port)])
  })

  it('says in one line that the data folder is in use, and ends', async () => {
    const { code, lines } = await startInVain({ PORT: '0', PASSERBY_DATA: first.dataFolder })
    expect(code).not.toBe(0)
    expect(lines).toEqual([expect.stringContaining(first.dataFolder)])
  })

  it('runs beside another copy, each with data and a clock of its own', async () => {
    const second = await startRuntime({ dataFolder: otherData })
    try {
      const call = { anonymousId: 'a', event: 'Seen', timestamp: '2029-06-01T00:00:00Z' }
      await collect(first.url, 'track', call)
      await collect(second.url, 'track', { ...call, anonymousId: 'b' })
      const early = await profileOnce(first.url, 'anonymousId:a', () => true)
      const late = await profileOnce(second.url, 'anonymousId:b', () => true)
      expect(early.activities.value[0]).toMatchObject({ timeCorrected: false })
      expect(late.activities.value[0]).toMatchObject({ timeCorrected: true })
      const other = await fetch(`${second.url}/v1/profiles/anonymousId:a?code=local-read-key`)
      expect(other.status).toBe(404)
    } finally {
      await second.stop()
    }
  })
})
