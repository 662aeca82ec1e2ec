import { describe, expect, it } from 'vitest'
import { acquireDeferred, acquireNext } from '../../../../local/broker/queue/acquire.ts'
import { countMessages, peek } from '../../../../local/broker/queue/browse.ts'
import { cancelScheduled, enqueue } from '../../../../local/broker/queue/enqueue.ts'
import { createQueueState } from '../../../../local/broker/queue/queue-state.ts'
import type { QueueMessage, QueueState } from '../../../../local/broker/queue/queue-state.ts'
import { renewLock, settle } from '../../../../local/broker/queue/settle.ts'
import { someRules } from './some-rules.ts'

type State = QueueState<string>

const createState = (rules = {}): State => createQueueState(someRules(rules))

let tokens = 0

function send(state: State, content: string, now = 0, options = {}) {
  const submission = { messageId: content, content, timeToLive: undefined, scheduledFor: undefined }
  return enqueue(state, { ...submission, ...options }, now)
}

function lockNext(state: State | undefined, now = 0): QueueMessage<string> & { token: string } {
  const mode = { kind: 'lock', newToken: () => `t${++tokens}` } as const
  const message = state === undefined ? undefined : acquireNext(state, mode, now)
  if (message?.place.kind !== 'locked') throw new Error('nothing to receive')
  return { ...message, token: message.place.token }
}

const contents = (messages: readonly QueueMessage<string>[]) =>
  messages.map(({ content }) => content)

const all = { from: 0, count: 100 }

describe('enqueue', () => {
  it('numbers messages from 1', () => {
    const state = createState()
    expect(send(state, 'a')).toEqual({ kind: 'accepted', sequenceNumber: 1 })
    expect(send(state, 'b')).toEqual({ kind: 'accepted', sequenceNumber: 2 })
  })

  it('remembers an id for the window, counted from the first message', () => {
    const state = createState({ duplicateWindow: 100 })
    send(state, 'a', 0)
    expect(send(state, 'a', 99)).toEqual({ kind: 'duplicate', sequenceNumber: 1 })
    expect(send(state, 'a', 100)).toEqual({ kind: 'accepted', sequenceNumber: 2 })
    expect(state.history.size).toBe(1)
  })

  it('takes the shorter time to live', () => {
    const state = createState({ timeToLive: 100 })
    send(state, 'a', 0, { timeToLive: 50 })
    send(state, 'b', 0, { timeToLive: 500 })
    expect(peek(state, all, 0).map(({ expiresAt }) => expiresAt)).toEqual([50, 100])
  })

  it('gives scheduled messages a new number, a new time and their whole life when they are due', () => {
    const state = createState()
    send(state, 'later', 0, { scheduledFor: 1_000, timeToLive: 10 })
    send(state, 'now', 0)
    expect(lockNext(state, 999).content).toBe('now')
    expect(lockNext(state, 1_000)).toMatchObject({
      content: 'later',
      sequenceNumber: 3,
      enqueuedSequenceNumber: 3,
      enqueuedAt: 1_000,
      expiresAt: 1_010,
    })
  })

  it('makes messages that become due together active in the order of their times', () => {
    const state = createState()
    send(state, 'b', 0, { scheduledFor: 20 })
    send(state, 'a', 0, { scheduledFor: 10 })
    expect([lockNext(state, 30).content, lockNext(state, 30).content]).toEqual(['a', 'b'])
  })

  it('cancels all of several scheduled messages, or none', () => {
    const state = createState()
    send(state, 'a', 0, { scheduledFor: 10 })
    send(state, 'b', 0)
    expect(cancelScheduled(state, [1, 2], 0)).toBe(false)
    expect(countMessages(state, 0)).toMatchObject({ scheduled: 1 })
    expect(cancelScheduled(state, [1], 0)).toBe(true)
    expect(cancelScheduled(state, [1], 0)).toBe(false)
  })
})

describe('locks', () => {
  it('end at their time and not before', () => {
    const state = createState({ lockDuration: 100 })
    send(state, 'a')
    const { token } = lockNext(state, 0)
    expect(renewLock(state, token, 99)).toBe(199)
    expect(settle(state, token, { kind: 'complete' }, 199)).toEqual({ kind: 'lock-lost' })
    expect(lockNext(state, 199).deliveryCount).toBe(1)
  })

  it('return a message to its old place in the order', () => {
    const state = createState()
    for (const content of ['a', 'b', 'c']) send(state, content)
    const first = lockNext(state)
    lockNext(state)
    settle(state, first.token, { kind: 'abandon', revise: (content) => `${content}!` }, 0)
    expect([lockNext(state).content, lockNext(state).content]).toEqual(['a!', 'c'])
  })

  it('protect from expiry, until they end', () => {
    const state = createState({ lockDuration: 100 })
    send(state, 'a', 0, { timeToLive: 50 })
    const { token } = lockNext(state, 0)
    expect(renewLock(state, token, 60)).toBe(160)
    expect(countMessages(state, 159)).toMatchObject({ locked: 1, deadLetters: 0 })
    expect(countMessages(state, 160)).toMatchObject({ locked: 0, active: 0, deadLetters: 1 })
  })
})

describe('dead letters', () => {
  it('say where they come from and why, and keep their numbers', () => {
    const state = createState({ maxDeliveryCount: 1 })
    for (const content of ['a', 'b']) send(state, content)
    const [first, second] = [lockNext(state), lockNext(state)]
    settle(state, second.token, { kind: 'dead-letter', reason: 'r', description: 'd' }, 0)
    settle(state, first.token, { kind: 'abandon' }, 0)
    const dead = state.deadLetters === undefined ? [] : peek(state.deadLetters, all, 0)
    expect(dead.map(({ sequenceNumber, deadLetter }) => [sequenceNumber, deadLetter])).toEqual([
      [
        1,
        {
          source: 'orders',
          reason: 'MaxDeliveryCountExceeded',
          description: 'Message could not be consumed after 1 delivery attempts.',
        },
      ],
      [2, { source: 'orders', reason: 'r', description: 'd' }],
    ])
  })

  it('cannot become dead letters again, and stay locked', () => {
    const state = createState({ maxDeliveryCount: 1 })
    send(state, 'a')
    settle(state, lockNext(state).token, { kind: 'abandon' }, 0)
    const dead = lockNext(state.deadLetters)
    if (state.deadLetters === undefined) throw new Error('no dead letters')
    const again = { kind: 'dead-letter', reason: undefined, description: undefined } as const
    expect(settle(state.deadLetters, dead.token, again, 0)).toEqual({ kind: 'not-allowed' })
    expect(settle(state.deadLetters, dead.token, { kind: 'complete' }, 0)).toEqual({
      kind: 'settled',
    })
  })
})

describe('deferred messages', () => {
  const mode = { kind: 'lock', newToken: () => `t${++tokens}` } as const

  it('are only received by number, all asked for or none', () => {
    const state = createState()
    for (const content of ['a', 'b', 'c']) send(state, content)
    for (let index = 0; index < 2; index++)
      settle(state, lockNext(state).token, { kind: 'defer' }, 0)
    expect(acquireDeferred(state, [1, 3], mode, 0)).toBeUndefined()
    expect(contents(acquireDeferred(state, [2, 1, 1], mode, 0) ?? [])).toEqual(['b', 'a'])
    expect(acquireDeferred(state, [1], mode, 0)).toBeUndefined()
    expect(lockNext(state).content).toBe('c')
  })

  it('stay deferred when their lock ends', () => {
    const state = createState({ lockDuration: 100 })
    send(state, 'a')
    settle(state, lockNext(state).token, { kind: 'defer' }, 0)
    acquireDeferred(state, [1], mode, 0)
    expect(countMessages(state, 100)).toMatchObject({ deferred: 1, active: 0 })
    expect(acquireDeferred(state, [1], mode, 100)?.[0]?.deliveryCount).toBe(1)
  })
})

describe('peek', () => {
  it('shows a range in the order of the numbers', () => {
    const state = createState()
    for (const content of ['a', 'b', 'c', 'd']) send(state, content)
    lockNext(state)
    expect(contents(peek(state, { from: 2, count: 2 }, 0))).toEqual(['b', 'c'])
    expect(contents(peek(state, { from: 0, count: 1 }, 0))).toEqual(['a'])
    expect(peek(state, { from: 5, count: 1 }, 0)).toEqual([])
  })
})
