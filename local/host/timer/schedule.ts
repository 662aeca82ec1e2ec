import { Cron } from 'croner'

/** When a timer is due. Times are milliseconds since 1970, UTC. */
export interface Schedule {
  /** The first occurrence after a time. */
  next(after: number): number
}

/**
 * Parses an NCRONTAB expression of six fields, or five without seconds. Day of month and day of
 * week must both match, as in NCRONTAB; Unix cron takes either.
 */
export function parseSchedule(expression: string): Schedule {
  let cron: Cron
  try {
    cron = new Cron(expression.trim(), {
      mode: '5-or-6-parts',
      domAndDow: true,
      utcOffset: 0,
      paused: true,
    })
  } catch (error) {
    throw new Error(`the schedule "${expression}" is not NCRONTAB`, { cause: error })
  }
  return {
    next: (after) => {
      const date = cron.nextRun(new Date(after))
      if (!date) throw new Error(`the schedule "${expression}" has no occurrence`)
      return date.getTime()
    },
  }
}

/** The real host keeps no status of a timer that is due more than once in the next minute. */
export function isFrequent(schedule: Schedule, now: number): boolean {
  const first = schedule.next(now)
  return schedule.next(first) <= now + 60_000
}
