import type { TypedData } from '../app/core-types.ts'
import { dotNetDateTimeOffset } from '../dotnet-time.ts'
import type { Reason, ScheduleStatus } from './schedule-status.ts'

/** How .NET writes a time that was never set. */
export const neverTime = '0001-01-01T00:00:00+00:00'

export function statusFields(
  status: ScheduleStatus,
): Record<'Last' | 'Next' | 'LastUpdated', string> {
  return {
    Last: status.last === undefined ? neverTime : dotNetDateTimeOffset(status.last),
    Next: dotNetDateTimeOffset(status.next),
    LastUpdated: dotNetDateTimeOffset(status.lastUpdated),
  }
}

/** What the function is given; without a kept status it sees none. */
export function timerInput(status: ScheduleStatus | undefined, reason: Reason): TypedData {
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: status ? statusFields(status) : null,
      IsPastDue: reason === 'past-due',
    }),
  }
}
