import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acquireNext } from '../../../../local/broker/queue/acquire.ts'
import { enqueue } from '../../../../local/broker/queue/enqueue.ts'
import { expire } from '../../../../local/broker/queue/expire.ts'
import { createHeap } from '../../../../local/broker/queue/heap.ts'
import { createQueueState } from '../../../../local/broker/queue/queue-state.ts'
import type { QueueState } from '../../../../local/broker/queue/queue-state.ts'
import { settle } from '../../../../local/broker/queue/settle.ts'
import { createObserver, steps, take } from './queue-model.ts'
import type { Observer, Step } from './queue-model.ts'
import { someRules } from './some-rules.ts'

function contentsOf(state: QueueState<string> | undefined): string[] {
  return [...(state?.messages.values() ?? [])].map(({ content }) => content)
}

function afterEach(sequence: readonly Step[], check: (observer: Observer) => void): void {
  const observer = createObserver()
  for (const step of sequence) {
    take(observer, step)
    check(observer)
  }
}

const law = (check: (observer: Observer) => void): void => {
  fc.assert(
    fc.property(steps, (sequence) => afterEach(sequence, check)),
    { numRuns: 500 },
  )
}

describe('a queue, whatever happens to it', () => {
  it('has every message in exactly one place', () => {
    law(({ state, sent, gone }) => {
      const places = [...contentsOf(state), ...contentsOf(state.deadLetters), ...gone].sort()
      const all = Array.from({ length: sent }, (_, index) => `m${index + 1}`).sort()
      expect(places).toEqual(all)
    })
  })

  it('never delivers a message that somebody holds or that is gone', () => {
    law(({ doubles }) => expect(doubles).toEqual([]))
  })

  it('shows as delivery count how many deliveries failed, and stops at the maximum', () => {
    law(({ deliveries, state }) => {
      for (const { shown, expected } of deliveries) expect(shown).toBe(expected)
      for (const message of state.messages.values()) expect(message.deliveryCount).toBeLessThan(3)
    })
  })

  it('keeps its indexes true to its messages', () => {
    law(({ state, holdings }) => {
      for (const queue of [state, state.deadLetters]) {
        if (queue === undefined) continue
        const locked = [...queue.messages.values()].filter(({ place }) => place.kind === 'locked')
        expect(queue.locks.size).toBe(locked.length)
      }
      const locks = [...state.locks.keys(), ...(state.deadLetters?.locks.keys() ?? [])]
      expect(locks.sort()).toEqual(holdings.map(({ token }) => token).sort())
    })
  })

  it('can be emptied in the end', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const observer = createObserver()
        for (const step of sequence) take(observer, step)
        const { state } = observer
        const later = observer.now + 1_000
        expire(state, later)
        for (const queue of [state, state.deadLetters]) {
          if (queue === undefined) continue
          while (acquireNext(queue, { kind: 'delete' }, later) !== undefined);
        }
        const left = [...state.messages.values()].map(({ place }) => place.kind)
        expect(left.filter((kind) => kind !== 'deferred')).toEqual([])
        expect(contentsOf(state.deadLetters)).toEqual([])
      }),
    )
  })

  it('does not grow with the messages that passed through', () => {
    const state = createQueueState<number>(someRules({ timeToLive: 1e9 }))
    for (let index = 0; index < 20_000; index++) {
      const submission = { messageId: '', content: index, timeToLive: 5e8, scheduledFor: undefined }
      enqueue(state, submission, index)
      const message = acquireNext(state, { kind: 'lock', newToken: () => 'token' }, index)
      expect(message?.content).toBe(index)
      settle(state, 'token', { kind: 'complete' }, index)
    }
    expect(state.messages.size).toBe(0)
    expect(state.deadlines.size).toBeLessThan(2_000)
    expect(state.ready.size).toBe(0)
  })
})

describe('a heap', () => {
  it('gives its items in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = createHeap<number>((a, b) => a < b)
        for (const number of numbers) heap.push(number)
        const popped = numbers.map(() => heap.pop())
        expect(popped).toEqual([...numbers].sort((a, b) => a - b))
        expect(heap.pop()).toBeUndefined()
      }),
    )
  })
})
