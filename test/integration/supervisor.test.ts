import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { TableClient } from '@azure/data-tables'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createWorkshop,
  isRunning,
  until,
  untilGone,
  type Workshop,
} from './supervisor/run-supervisor.ts'

// Each starts Azurite, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let workshop: Workshop
beforeAll(async () => {
  workshop = await createWorkshop()
})
afterAll(async () => {
  await workshop.close()
})

function tableAt(storage: string): TableClient {
  return TableClient.fromConnectionString(storage, 'shop', { allowInsecureConnection: true })
}

describe('a running supervisor', () => {
  it('prints the ready line and keeps what Azurite holds over a Ctrl-C', async () => {
    const first = workshop.start({ env: { PASSERBY_WRITE_KEYS: 'web:KEY1' } })
    const runtime = await first.ready()
    expect(first.out.split('\n')[0]).toBe(
      `Passerby ready at ${runtime.url} write=KEY1 read=local-read-key admin=local-admin-key`,
    )
    await until(() => first.out.includes('Console:'), 'the address of the console')
    expect(first.out.split('\n')[1]).toBe(`Console: ${runtime.url}/console`)
    const table = tableAt(runtime.connectionStrings.storage)
    await table.createTable()
    await table.createEntity({ partitionKey: 'a', rowKey: 'b' })

    first.signalGroup('SIGINT')
    expect(await first.ended).toBe(0)
    expect(existsSync(path.join(first.data, 'runtime.json'))).toBe(false)
    expect((await first.notes()).filter((line) => !line.includes('interrupted'))).toEqual([
      expect.stringMatching(/^broker started/),
      expect.stringMatching(/^host started/),
      expect.stringMatching(/^host stopped/),
      expect.stringMatching(/^broker stopped/),
    ])
    await untilGone(runtime)

    const second = workshop.start({ data: first.data })
    const again = await second.ready()
    const kept = tableAt(again.connectionStrings.storage)
    expect(await kept.getEntity('a', 'b')).toMatchObject({ rowKey: 'b' })
    second.signal('SIGTERM')
    expect(await second.ended).toBe(0)
    await untilGone(again)
  })

  it('takes the echo of a Ctrl-C that npm passes on for the same Ctrl-C', async () => {
    const run = workshop.start()
    const runtime = await run.ready()
    run.signalGroup('SIGINT')
    run.signal('SIGINT')
    expect(await run.ended).toBe(0)
    await untilGone(runtime)
  })

  it('restarts nothing when the whole group is stopped', async () => {
    const run = workshop.start()
    const runtime = await run.ready()
    run.signalGroup('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(run.err).not.toContain('restarting')
    await untilGone(runtime)
  })

  it('kills at once when asked again', async () => {
    const run = workshop.start({ behaviour: 'never stops' })
    const runtime = await run.ready()
    run.signalGroup('SIGINT')
    const insist = setInterval(() => run.signalGroup('SIGINT'), 100)
    // For a shell both are 130: one more signal may come when nobody handles it any more.
    expect([130, 'SIGINT']).toContain(await run.ended)
    clearInterval(insist)
    await untilGone(runtime)
  })

  it('restarts each part on the same ports', async () => {
    const run = workshop.start()
    const before = await run.ready()
    for (const name of ['azurite', 'broker', 'host']) {
      process.kill(before.pids[name] ?? 0, 'SIGKILL')
      await until(() => run.err.includes(`${name} runs again`), `${name} to run again`)
      expect(run.err).toContain(`${name} ended (SIGKILL), restarting it`)
    }
    // The file is written meanwhile.
    await until(async () => (await run.runtime()).pids['host'] !== before.pids['host'], 'the file')
    const after = await run.runtime()
    expect(after.ports).toEqual(before.ports)
    expect((await fetch(after.url)).status).toBe(404)
    run.signal('SIGINT')
    expect(await run.ended).toBe(0)
  })

  it('takes every part with it when it is killed, and starts again on the same folder', async () => {
    const run = workshop.start()
    const runtime = await run.ready()
    run.signal('SIGKILL')
    // At once, while the parts of the killed one still stop.
    const next = workshop.start({ data: run.data, env: { PORT: String(runtime.ports['host']) } })
    const again = await next.ready()
    expect(Object.values(runtime.pids).some(isRunning)).toBe(false)
    expect(again.url).toBe(runtime.url)
    next.signal('SIGKILL')
    await untilGone(again)
  })
})

describe('a supervisor', () => {
  it('chooses other ports where one that it chose is taken before it is used', async () => {
    const run = workshop.start({ behaviour: 'port is taken' })
    const runtime = await run.ready()
    expect(run.err).toMatch(/^Port (\d+) was taken meanwhile, choosing others …$/m)
    expect(run.err).not.toContain(`Port ${runtime.ports['broker']} was`)
    expect((await fetch(runtime.url)).status).toBe(404)
    run.signal('SIGINT')
    expect(await run.ended).toBe(0)
    await untilGone(runtime)
  })
})

describe('a supervisor that cannot start', () => {
  it('names the port in use before it starts anything', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const run = workshop.start({ env: { PORT: String(port) } })
    expect(await run.ended).toBe(1)
    expect(run.out).toBe('')
    expect(run.err).toMatch(new RegExp(`^PORT ${port} is in use: .*\\n$`))
    expect(await run.notes()).toEqual([])
    expect(existsSync(path.join(run.data, 'supervisor.lock'))).toBe(false)
    server.close()
  })

  it('leaves a data folder to the supervisor that runs on it', async () => {
    const data = workshop.newPath('data')
    const runs = [workshop.start({ data }), workshop.start({ data }), workshop.start({ data })]
    await until(() => runs.filter((run) => run.err !== '').length === 2, 'two refusals')
    const refused = runs.filter((run) => run.err !== '')
    for (const run of refused) {
      expect(await run.ended).toBe(1)
      expect(run.err).toMatch(/^Passerby already runs at http:\/\/127.0.0.1:\d+ on the data .*\n$/)
    }
    const winner = runs.find((run) => !refused.includes(run))
    await winner?.ready()
    winner?.signal('SIGINT')
    expect(await winner?.ended).toBe(0)
  })

  it('says what is wrong with a setting in one line', async () => {
    const run = workshop.start({ env: { PASSERBY_NOW: 'soon' } })
    expect(await run.ended).toBe(1)
    expect(run.err).toMatch(/^PASSERBY_NOW must be an ISO 8601 time .*\n$/)
  })

  it('stops everything when a part never serves', async () => {
    const run = workshop.start({ behaviour: 'fails' })
    expect(await run.ended).toBe(1)
    expect(run.out).toBe('')
    expect(run.err).toContain('Passerby stops: host failed 3 times in a row')
    expect((await run.notes()).at(-1)).toMatch(/^broker stopped/)
  })

  it('stops cleanly while it starts', async () => {
    const run = workshop.start()
    await until(async () => (await run.notes()).length > 0, 'the first part')
    const runtime = await run.runtime()
    run.signalGroup('SIGINT')
    expect(await run.ended).toBe(0)
    await untilGone(runtime)
  })
})

describe('a supervisor under npm', () => {
  it.each(['process', 'shell'] as const)('ends when npm is gone, behind its %s', async (under) => {
    const run = workshop.start({ under })
    const runtime = await run.ready()
    run.signal('SIGKILL')
    await untilGone(runtime)
    expect(existsSync(path.join(run.data, 'runtime.json'))).toBe(false)
  })
})
