import { describe, expect, it } from 'vitest'
import { runTimer, type TimerPorts } from '../../../../local/host/timer/run-timer.ts'
import {
  planStart,
  statusAfterRun,
  type ScheduleStatus,
} from '../../../../local/host/timer/schedule-status.ts'
import { isFrequent, parseSchedule } from '../../../../local/host/timer/schedule.ts'

const at = (text: string): number => Date.parse(`2022-09-${text}Z`)
const everyFive = parseSchedule('0 */5 * * * *')

describe('parseSchedule', () => {
  it.each([
    ['0 */5 * * * *', '15T09:01:00', '15T09:05:00'],
    ['*/5 * * * *', '15T09:05:00', '15T09:10:00'],
    ['30 0 2 * * *', '15T09:00:00', '16T02:00:30'],
    ['0 0 9 * * MON-FRI', '16T09:00:00', '19T09:00:00'],
    ['0 0 0 20 * 2', '15T00:00:00', '20T00:00:00'],
  ])('%s is due after %s at %s', (expression, after, next) => {
    expect(parseSchedule(expression).next(at(after))).toBe(at(next))
  })

  it('takes day of month and day of week together', () => {
    const friday13 = parseSchedule('0 0 0 13 * 5')
    expect(new Date(friday13.next(at('01T00:00:00'))).toISOString()).toMatch(/^2023-01-13/)
  })

  it.each(['', '* * * *', '61 * * * * *', '00:05:00'])('refuses %j', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('is not NCRONTAB')
  })

  it('tells timers that are due more than once a minute', () => {
    expect(isFrequent(parseSchedule('*/10 * * * * *'), at('15T09:00:05'))).toBe(true)
    expect(isFrequent(parseSchedule('0 * * * * *'), at('15T09:00:05'))).toBe(false)
  })
})

describe('planStart', () => {
  const now = at('15T09:02:00')
  const next = at('15T09:05:00')
  const kept = (status: Partial<ScheduleStatus>): ScheduleStatus => ({
    last: undefined,
    next,
    lastUpdated: at('15T09:01:00'),
    ...status,
  })

  it('records the next occurrence at the first start, and runs nothing', () => {
    expect(planStart(undefined, everyFive, now, false)).toEqual({
      status: { last: undefined, next, lastUpdated: now },
      changed: true,
      runNow: undefined,
    })
  })

  it('keeps a status whose next occurrence is still to come', () => {
    const status = kept({ last: at('15T09:00:00') })
    expect(planStart(status, everyFive, now, false)).toEqual({
      status,
      changed: false,
      runNow: undefined,
    })
  })

  it('runs past due when the recorded occurrence was missed', () => {
    expect(planStart(kept({}), everyFive, at('15T09:05:01'), false).runNow).toBe('past-due')
    expect(planStart(kept({}), everyFive, at('15T09:05:01'), true).runNow).toBe('past-due')
  })

  it('does not take an occurrence of a changed schedule for missed', () => {
    const daily = parseSchedule('0 0 9 * * *')
    const status = kept({ last: at('14T08:00:00') })
    expect(planStart(status, daily, now, false)).toMatchObject({
      status: { last: undefined, next: at('16T09:00:00') },
      changed: true,
      runNow: undefined,
    })
  })

  it('runs at startup where the function asks for it', () => {
    expect(planStart(kept({}), everyFive, now, true).runNow).toBe('startup')
  })
})

describe('statusAfterRun', () => {
  const before = { last: undefined, next: at('15T09:05:00'), lastUpdated: 0 }

  it.each([
    ['on time', at('15T09:05:00') + 3, at('15T09:10:00')],
    ['a moment early', at('15T09:05:00') - 3, at('15T09:10:00')],
    ['late', at('15T09:11:00'), at('15T09:15:00')],
  ])('after a run %s names the next occurrence', (_, startedAt, next) => {
    expect(statusAfterRun(before, everyFive, startedAt, 'schedule').next).toBe(next)
  })

  it('does not skip the occurrence after a run at startup', () => {
    expect(statusAfterRun(before, everyFive, at('15T09:02:00'), 'startup').next).toBe(before.next)
  })
})

interface Run {
  readonly at: string
  readonly reason: string
}

/** Runs a timer against a clock that only waiting moves, until `end`. */
async function simulate(
  from: string,
  end: string,
  ports: Partial<TimerPorts> & { durationMs?: number; stored?: ScheduleStatus } = {},
): Promise<{ runs: Run[]; stored: ScheduleStatus | undefined; errors: unknown[] }> {
  const stop = new AbortController()
  const runs: Run[] = []
  const errors: unknown[] = []
  let { stored } = ports
  let now = at(from)
  const advance = (ms: number): void => {
    now += ms
    if (now >= at(end)) stop.abort()
  }
  await runTimer(
    {
      schedule: everyFive,
      runOnStartup: false,
      singleton: {
        tryAcquire: async () => ({
          lost: new AbortController().signal,
          release: async () => undefined,
        }),
      },
      store: {
        read: async () => stored,
        write: async (status) => {
          stored = status
        },
      },
      clock: () => now,
      wait: async (ms) => advance(ms),
      run: async (_status, reason) => {
        runs.push({ at: new Date(now).toISOString().slice(11, 19), reason })
        advance(ports.durationMs ?? 10)
      },
      onError: (error) => errors.push(error),
      ...ports,
    },
    stop.signal,
  )
  return { runs, stored, errors }
}

describe('runTimer', () => {
  it('runs at every occurrence and keeps the status', async () => {
    const { runs, stored } = await simulate('15T09:01:00', '15T09:16:00')
    expect(runs.map((run) => run.at)).toEqual(['09:05:00', '09:10:00', '09:15:00'])
    expect(stored).toMatchObject({ last: at('15T09:15:00'), next: at('15T09:20:00') })
  })

  it('runs once, at once, for the occurrences that passed during a long run', async () => {
    const { runs } = await simulate('15T09:01:00', '15T09:26:00', { durationMs: 11 * 60_000 })
    expect(runs.map((run) => run.at)).toEqual(['09:05:00', '09:16:00'])
  })

  it('starts with a missed occurrence', async () => {
    const stored = { last: at('15T08:00:00'), next: at('15T08:05:00'), lastUpdated: 0 }
    const { runs } = await simulate('15T09:01:00', '15T09:06:00', { stored })
    expect(runs).toEqual([
      { at: '09:01:00', reason: 'past-due' },
      { at: '09:05:00', reason: 'schedule' },
    ])
  })

  it('tries again while the storage is away', async () => {
    let attempts = 0
    const { runs, errors } = await simulate('15T09:04:00', '15T09:06:00', {
      store: {
        read: async () => {
          attempts += 1
          if (attempts < 3) throw new Error('no storage')
          return undefined
        },
        write: async () => undefined,
      },
    })
    expect(errors).toHaveLength(2)
    expect(runs.map((run) => run.at)).toEqual(['09:05:00'])
  })

  it('goes on when a status cannot be written after a run', async () => {
    let writes = 0
    const { runs, errors } = await simulate('15T09:04:00', '15T09:11:00', {
      store: {
        read: async () => undefined,
        write: async () => {
          writes += 1
          if (writes > 1) throw new Error('no storage')
        },
      },
    })
    expect(runs).toHaveLength(2)
    expect(errors).toHaveLength(2)
  })

  it('stops when the lease is lost and goes on when it has it again', async () => {
    const lost = new AbortController()
    let acquired = 0
    const { runs } = await simulate('15T09:04:00', '15T09:21:00', {
      singleton: {
        tryAcquire: async () => {
          acquired += 1
          if (acquired === 2) return undefined
          const signal = acquired === 1 ? lost.signal : new AbortController().signal
          return { lost: signal, release: async () => undefined }
        },
      },
      run: async () => lost.abort(),
    })
    expect(acquired).toBe(3)
    expect(runs).toEqual([])
  })
})
