import type { Clock } from '../../../shared/platform/clock/clock.ts'
import type { Schedule } from './schedule.ts'
import { planStart, statusAfterRun, type Reason, type ScheduleStatus } from './schedule-status.ts'
import type { Lease, Singleton, StatusStore } from './status-store.ts'

export interface TimerPorts {
  readonly schedule: Schedule
  readonly runOnStartup: boolean
  readonly singleton: Singleton
  /** Absent for a timer that keeps no status. */
  readonly store: StatusStore | undefined
  readonly clock: Clock
  /** Waits; resolves early when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly run: (status: ScheduleStatus | undefined, reason: Reason) => Promise<unknown>
  readonly onError: (error: unknown) => void
}

const retryMs = 2_000
/** Long waits are cut, so that a laptop that slept notices when it is late. */
const longestWaitMs = 30_000

/** Waits for the time; false when the signal aborted before. */
async function waitUntil(time: number, ports: TimerPorts, signal: AbortSignal): Promise<boolean> {
  for (let left = time - ports.clock(); left > 0; left = time - ports.clock()) {
    if (signal.aborted) return false
    await ports.wait(Math.min(left, longestWaitMs), signal)
  }
  return !signal.aborted
}

/** Runs the timer whenever it is due, one run at a time, until the signal aborts. */
async function followSchedule(ports: TimerPorts, signal: AbortSignal): Promise<void> {
  const { schedule, store, clock } = ports
  const plan = planStart(await store?.read(), schedule, clock(), ports.runOnStartup)
  let { status } = plan
  if (plan.changed) await store?.write(status)
  let reason: Reason | undefined = plan.runNow
  while (!signal.aborted) {
    if (!reason && !(await waitUntil(status.next, ports, signal))) return
    const startedAt = clock()
    await ports.run(store && status, reason ?? 'schedule')
    status = statusAfterRun(status, schedule, startedAt, reason ?? 'schedule')
    reason = undefined
    // Without the storage the timer goes on; at worst it runs again, past due, after a restart.
    await store?.write(status).catch(ports.onError)
  }
}

async function holdAndFollow(ports: TimerPorts, lease: Lease, stop: AbortSignal): Promise<void> {
  try {
    await followSchedule(ports, AbortSignal.any([stop, lease.lost]))
  } finally {
    await lease.release()
  }
}

/** Runs one timer, while this host holds its lease, until the signal aborts. Never rejects. */
export async function runTimer(ports: TimerPorts, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      const lease = await ports.singleton.tryAcquire()
      if (lease) await holdAndFollow(ports, lease, stop)
    } catch (error) {
      ports.onError(error)
    }
    await ports.wait(retryMs, stop)
  }
}
