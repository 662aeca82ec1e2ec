import type { Schedule } from './schedule.ts'

/** What is kept of a timer. Milliseconds since 1970; `last` is absent before the first run. */
export interface ScheduleStatus {
  readonly last: number | undefined
  readonly next: number
  readonly lastUpdated: number
}

/** Why a timer runs; the function sees only whether it is past due. */
export type Reason = 'schedule' | 'past-due' | 'startup'

export interface StartPlan {
  readonly status: ScheduleStatus
  /** The status differs from the stored one. */
  readonly changed: boolean
  readonly runNow: Exclude<Reason, 'schedule'> | undefined
}

/** The stored status, with a new next occurrence where the schedule has changed since. */
function reconcile(
  stored: ScheduleStatus | undefined,
  schedule: Schedule,
  now: number,
): { status: ScheduleStatus; changed: boolean } {
  if (!stored) {
    const status = { last: undefined, next: schedule.next(now), lastUpdated: now }
    return { status, changed: true }
  }
  const basis = stored.last ?? stored.lastUpdated
  const expected = schedule.next(basis)
  if (stored.next === expected) return { status: stored, changed: false }
  // An occurrence that only the new schedule would have had was not missed.
  const next = expected < now ? schedule.next(now) : expected
  return { status: { last: undefined, next, lastUpdated: basis }, changed: true }
}

/** What a timer does when its host starts. The first start only records when it is due. */
export function planStart(
  stored: ScheduleStatus | undefined,
  schedule: Schedule,
  now: number,
  runOnStartup: boolean,
): StartPlan {
  const { status, changed } = reconcile(stored, schedule, now)
  const runNow = now > status.next ? 'past-due' : runOnStartup ? 'startup' : undefined
  return { status, changed, runNow }
}

/**
 * The status after a run that began at `startedAt`. A run that began a moment before its time
 * counts as having begun on time, or the same occurrence would come twice. Occurrences that passed
 * during a long run give one run, at once.
 */
export function statusAfterRun(
  before: ScheduleStatus,
  schedule: Schedule,
  startedAt: number,
  reason: Reason,
): ScheduleStatus {
  const last = reason === 'schedule' ? Math.max(startedAt, before.next) : startedAt
  return { last, next: schedule.next(last), lastUpdated: last }
}
