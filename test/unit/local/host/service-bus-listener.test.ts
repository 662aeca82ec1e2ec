import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Connection } from '../../../../local/host/service-bus/connection.ts'
import { startServiceBusListener } from '../../../../local/host/service-bus/service-bus-listener.ts'

interface FakeConnection extends Connection {
  receiving: boolean
  readonly calls: string[]
  onError(error: unknown): void
}

function setUp() {
  const connections: FakeConnection[] = []
  const logged: string[] = []
  const listener = startServiceBusListener({
    functionName: 'f',
    log: { info: () => undefined, error: (line) => logged.push(line) },
    open: (onError) => {
      const connection: FakeConnection = {
        receiving: true,
        calls: [],
        onError,
        isReceiving: () => connection.receiving,
        drain: async () => void connection.calls.push('drain'),
        close: async () => void connection.calls.push('close'),
      }
      connections.push(connection)
      return connection
    },
  })
  const newest = (): FakeConnection => {
    const connection = connections.at(-1)
    if (!connection) throw new Error('nothing was opened')
    return connection
  }
  return { connections, logged, listener, newest }
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('startServiceBusListener', () => {
  it('leaves a short outage to the SDK', async () => {
    const { connections, newest } = setUp()
    newest().receiving = false
    await vi.advanceTimersByTimeAsync(4_000)
    newest().receiving = true
    await vi.advanceTimersByTimeAsync(60_000)
    expect(connections).toHaveLength(1)
  })

  it('opens a new connection, time and again, when the one it has stays silent', async () => {
    const { connections, newest } = setUp()
    for (const count of [2, 3, 4]) {
      const old = newest()
      old.receiving = false
      await vi.advanceTimersByTimeAsync(5_000)
      expect(connections).toHaveLength(count)
      expect(old.calls).toEqual(['drain', 'close'])
    }
  })

  it('reports an outage once, and the next one again', async () => {
    const { logged, newest } = setUp()
    newest().onError(new Error('refused'))
    newest().onError(new Error('refused'))
    expect(logged).toEqual(['Function "f" cannot receive: refused'])
    await vi.advanceTimersByTimeAsync(1_000)
    newest().onError(new Error('refused'))
    expect(logged).toHaveLength(2)
  })

  it('stops watching when it is drained', async () => {
    const { connections, listener, newest } = setUp()
    await listener.drain()
    await listener.close()
    newest().receiving = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(connections.map(({ calls }) => calls)).toEqual([['drain', 'close']])
  })
})
