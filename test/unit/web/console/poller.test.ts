import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../../web/console/page/api.ts'
import { createPoller, waitAfter, type PollState } from '../../../../web/console/page/poller.ts'

/** A poller whose time passes by hand. */
function aPoller(ask: () => Promise<void>) {
  const states: PollState[] = []
  const waits: number[] = []
  let next: (() => void) | undefined
  const page = { isHidden: false }
  const poller = createPoller({
    everyMs: 500,
    ask,
    report: (state) => states.push(state),
    isHidden: () => page.isHidden,
    schedule: (action, ms) => {
      waits.push(ms)
      next = action
      return action
    },
    cancel: (scheduled) => {
      if (scheduled === next) next = undefined
    },
  })
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    states,
    waits,
    page,
    wake: () => {
      poller.wake()
      return settle()
    },
    pass: () => {
      const action = next
      next = undefined
      action?.()
      return settle()
    },
    isWaiting: () => next !== undefined,
  }
}

describe('a poller', () => {
  it('asks again after each answer', async () => {
    let asked = 0
    const poller = aPoller(async () => void (asked += 1))
    await poller.wake()
    await poller.pass()
    expect(asked).toBe(2)
    expect(poller.waits).toEqual([500, 500])
  })

  it('waits longer with each failure, and is quick again after an answer', async () => {
    const problems = [new ApiError(500, null), new TypeError('no network'), undefined]
    const poller = aPoller(async () => {
      const problem = problems.shift()
      if (problem !== undefined) throw problem
    })
    await poller.wake()
    await poller.pass()
    await poller.pass()
    expect(poller.waits).toEqual([1000, 2000, 500])
    expect(poller.states).toEqual([
      { kind: 'failing', status: 500, waitMs: 1000 },
      { kind: 'failing', status: undefined, waitMs: 2000 },
      { kind: 'live' },
    ])
  })

  it('waits as long as it is told to, within reason', () => {
    expect(waitAfter(1, 500, 7000)).toBe(7000)
    expect(waitAfter(1, 500, 700_000)).toBe(30_000)
    expect(waitAfter(50, 2000)).toBe(30_000)
  })

  it('rests while nobody looks', async () => {
    let asked = 0
    const poller = aPoller(async () => void (asked += 1))
    poller.page.isHidden = true
    await poller.wake()
    expect([asked, poller.isWaiting()]).toEqual([0, false])
    poller.page.isHidden = false
    await poller.wake()
    expect([asked, poller.isWaiting()]).toEqual([1, true])
  })

  it('asks one question at a time', async () => {
    let [asked, answer] = [0, (): void => undefined]
    const poller = aPoller(() => {
      asked += 1
      return new Promise((resolve) => (answer = resolve))
    })
    await poller.wake()
    await poller.wake()
    expect(asked).toBe(1)
    answer()
    await poller.pass()
    expect(poller.waits).toEqual([500])
  })

  it('ends with the session', async () => {
    const poller = aPoller(() => Promise.reject(new ApiError(401, null)))
    await poller.wake()
    expect(poller.states).toEqual([{ kind: 'ended' }])
    expect(poller.isWaiting()).toBe(false)
  })
})
