import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockData, type LockRecord } from '../../local/supervisor/data-lock.ts'
import { serveToken, waitForEnd, type TokenServer } from '../../local/supervisor/token-server.ts'

let folder: string
const servers: TokenServer[] = []
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'passerby-lock-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) server.close()
  await rm(folder, { recursive: true, force: true })
})

/** The record of a supervisor that lives. */
async function aRecord(token: string): Promise<LockRecord> {
  const server = await serveToken(token)
  servers.push(server)
  return { controlPort: server.port, guardPort: 1, token, port: 7071 }
}

/** Of one that was killed: nobody serves its token. */
const stale: LockRecord = { controlPort: 1, guardPort: 1, token: 'gone', port: 7071 }

describe('lockData', () => {
  it('refuses while the holder lives, and is free after its release', async () => {
    const holder = await aRecord('holder')
    const held = await lockData(folder, holder)
    expect(await lockData(folder, await aRecord('second'))).toEqual({ kind: 'held', by: holder })
    if (held.kind === 'acquired') await held.release()
    expect(await lockData(folder, await aRecord('third'))).toMatchObject({
      kind: 'acquired',
      predecessor: undefined,
    })
  })

  it.each([
    ['of a killed supervisor', JSON.stringify(stale), stale],
    ['that was cut off', '{"contr', undefined],
  ])('takes over a lock %s', async (_what, content, predecessor) => {
    await writeFile(path.join(folder, 'supervisor.lock'), content)
    // Somebody was killed in the middle of a take-over too.
    await writeFile(path.join(folder, 'supervisor.lock.takeover'), JSON.stringify(stale))
    const outcome = await lockData(folder, await aRecord('next'))
    expect(outcome).toMatchObject({ kind: 'acquired', predecessor })
    expect(await readdir(folder)).toEqual(['supervisor.lock'])
  })

  it('takes the port of a stale lock that another program has now for no supervisor', async () => {
    const { controlPort } = await aRecord('another')
    const record = JSON.stringify({ ...stale, controlPort })
    await writeFile(path.join(folder, 'supervisor.lock'), record)
    expect((await lockData(folder, await aRecord('next'))).kind).toBe('acquired')
  })

  it('gives a stale lock to exactly one of many', async () => {
    await writeFile(path.join(folder, 'supervisor.lock'), JSON.stringify(stale))
    const tokens = Array.from({ length: 8 }, (_item, index) => `many-${index}`)
    const records = await Promise.all(tokens.map(aRecord))
    const outcomes = await Promise.all(records.map((record) => lockData(folder, record)))
    expect(outcomes.filter((outcome) => outcome.kind === 'acquired')).toHaveLength(1)
  })
})

describe('waitForEnd', () => {
  it('waits for the end of the process, but not longer than it may', async () => {
    const { controlPort } = await aRecord('alive')
    expect(await waitForEnd(controlPort, 'alive', 50)).toBe(false)
    expect(await waitForEnd(controlPort, 'other', 50)).toBe(true)
  })
})
