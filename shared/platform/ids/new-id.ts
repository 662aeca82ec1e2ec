import { monotonicFactory } from 'ulid'
import type { Clock } from '../clock/clock.ts'

/** Makes ids that sort by the time they were made: 26 characters, upper case. */
export type NewId = () => string

/** ULIDs (https://github.com/ulid/spec) of the given clock, strictly rising within a process. */
export function createNewId(clock: Clock): NewId {
  const next = monotonicFactory()
  return () => next(clock())
}
