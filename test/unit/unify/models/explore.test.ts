import { describe, expect, it } from 'vitest'
import { exploreAll, findViolation } from './explore.ts'
import type { Machine } from './explore.ts'

type Counter = { readonly value: number }
type Adder = { readonly read: number | null; readonly done: boolean }

/** Two workers that each add one to a number without a condition. */
const lostUpdate: Machine<Counter, Adder> = {
  storage: { value: 0 },
  workers: [
    { read: null, done: false },
    { read: null, done: false },
  ],
  step: (worker, storage) => {
    if (worker.done) return undefined
    if (worker.read === null) {
      return { storage, worker: { read: storage.value, done: false }, label: 'read' }
    }
    return {
      storage: { value: worker.read + 1 },
      worker: { read: null, done: true },
      label: 'write',
    }
  },
  crash: () => undefined,
  broken: () => undefined,
  wrong: ({ value }) => (value === 2 ? undefined : `value ${value}`),
}

describe('the model checker', () => {
  it('finds a lost update, with the fewest changes between workers', () => {
    expect(exploreAll(lostUpdate).violation).toBe('value 1')
    expect(findViolation(lostUpdate)).toEqual({
      violation: 'value 1',
      trace: ['worker 1: read', 'worker 2: read', 'worker 2: write', 'worker 1: write'],
    })
  })

  it('visits every state once and passes when nothing is wrong', () => {
    const harmless = { ...lostUpdate, wrong: () => undefined }
    expect(findViolation(harmless)).toBeUndefined()
    expect(exploreAll(harmless)).toEqual({
      states: 12,
      finals: 2,
      longest: 4,
      violation: undefined,
    })
  })

  it('sees a crash after every call, and what a reader finds in between', () => {
    const crashing: Machine<Counter, Adder> = {
      ...lostUpdate,
      workers: [{ read: 0, done: false }],
      step: (worker, { value }) => {
        if (worker.done) return undefined
        if (worker.read === null) {
          return { storage: { value }, worker: { read: null, done: true }, label: 'receipt' }
        }
        const after = { read: null, done: false }
        return { storage: { value: value + 1 }, worker: after, label: 'add' }
      },
      crash: ({ read, done }) => (read === null && !done ? { read: 0, done } : undefined),
      broken: ({ value }) => (value > 1 ? `value ${value}` : undefined),
      wrong: () => undefined,
    }
    expect(findViolation(crashing)).toEqual({
      violation: 'value 2',
      trace: ['worker 1: add', 'worker 1: crash', 'worker 1: add'],
    })
  })

  it('calls a way back to an earlier state a livelock', () => {
    const restless = {
      ...lostUpdate,
      crash: (worker: Adder) => (worker.read === null ? undefined : { read: null, done: false }),
    }
    expect(exploreAll(restless).violation).toMatch('livelock')
  })
})
