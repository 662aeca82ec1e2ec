import type { ServiceBusReceivedMessage } from '@azure/service-bus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { InvocationOutcome } from '../../../../local/host/app/invoke.ts'
import { createDispatch, type Settler } from '../../../../local/host/service-bus/dispatch.ts'

const lockMs = 30_000

const aMessage = (fields: Partial<ServiceBusReceivedMessage> = {}): ServiceBusReceivedMessage =>
  ({
    body: Buffer.from('{}'),
    messageId: 'm',
    deliveryCount: 0,
    lockedUntilUtc: new Date(Date.now() + lockMs),
    ...fields,
  }) as ServiceBusReceivedMessage

function setUp(options: { autoComplete?: boolean; maxConcurrentCalls?: number } = {}) {
  const calls: string[] = []
  const logged: string[] = []
  const started: ((outcome: InvocationOutcome) => void)[] = []
  const settler: Settler = {
    completeMessage: async ({ messageId }) => void calls.push(`complete ${String(messageId)}`),
    abandonMessage: async ({ messageId }) => void calls.push(`abandon ${String(messageId)}`),
    renewMessageLock: async () => {
      calls.push('renew')
      return new Date(Date.now() + lockMs)
    },
  }
  const dispatch = createDispatch({
    functionName: 'f',
    invoke: () => new Promise((resolve) => started.push(resolve)),
    maxConcurrentCalls: 2,
    autoComplete: true,
    maxAutoLockRenewalMs: 100_000,
    clock: Date.now,
    log: { info: () => undefined, error: (line) => logged.push(line) },
    ...options,
  })
  const finish = (outcome: InvocationOutcome): void => started.shift()?.(outcome)
  return { calls, logged, started, settler, dispatch, finish }
}

const succeeded: InvocationOutcome = { kind: 'succeeded', response: {} }
const failed: InvocationOutcome = { kind: 'failed' }

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('dispatch', () => {
  it.each<[string, InvocationOutcome, boolean, string[]]>([
    ['completes after success', succeeded, true, ['complete m']],
    ['abandons after failure', failed, true, ['abandon m']],
    ['leaves a success to the app without autoComplete', succeeded, false, []],
    ['abandons a failure without autoComplete', failed, false, ['abandon m']],
  ])('%s', async (_, outcome, autoComplete, expected) => {
    const { dispatch, settler, finish, calls } = setUp({ autoComplete })
    const done = dispatch(aMessage(), settler)
    await vi.advanceTimersByTimeAsync(0)
    finish(outcome)
    await done
    expect(calls).toEqual(expected)
  })

  it('logs a message that cannot be settled, and does not reject', async () => {
    const { dispatch, settler, finish, logged } = setUp()
    const lost = { ...settler, completeMessage: () => Promise.reject(new Error('lock lost')) }
    const done = dispatch(aMessage(), lost)
    await vi.advanceTimersByTimeAsync(0)
    finish(succeeded)
    await done
    expect(logged).toEqual(['Function "f": message m is not settled: lock lost'])
  })

  it('starts the next message when one of the allowed calls has ended', async () => {
    const { dispatch, settler, finish, started } = setUp()
    const all = ['1', '2', '3'].map((messageId) => dispatch(aMessage({ messageId }), settler))
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(2)
    finish(succeeded)
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(2)
    finish(succeeded)
    finish(succeeded)
    await Promise.all(all)
  })
})

describe('the lock', () => {
  it('is renewed halfway to its end, until the message is settled', async () => {
    const { dispatch, settler, finish, calls } = setUp()
    const done = dispatch(aMessage(), settler)
    await vi.advanceTimersByTimeAsync(lockMs / 2 - 1)
    expect(calls).toEqual([])
    await vi.advanceTimersByTimeAsync(1 + lockMs / 2)
    expect(calls).toEqual(['renew', 'renew'])
    finish(succeeded)
    await done
    await vi.advanceTimersByTimeAsync(10 * lockMs)
    expect(calls).toEqual(['renew', 'renew', 'complete m'])
  })

  it('is renewed no longer than host.json says', async () => {
    const { dispatch, settler, calls } = setUp()
    void dispatch(aMessage(), settler)
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(calls.length).toBeLessThanOrEqual(100_000 / (lockMs / 2))
  })

  it('is tried again after a failed renewal', async () => {
    const { dispatch, settler } = setUp()
    let attempts = 0
    const failing = {
      ...settler,
      renewMessageLock: () => {
        attempts += 1
        return Promise.reject(new Error('away'))
      },
    }
    void dispatch(aMessage(), failing)
    await vi.advanceTimersByTimeAsync(lockMs)
    expect(attempts).toBeGreaterThan(2)
    expect(attempts).toBeLessThan(20)
  })
})
