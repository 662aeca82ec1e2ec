import { gzipSync } from 'node:zlib'
import { logBlobName } from '../../../shared/collect/event-log.ts'
import { lookUpProfile } from '../../../shared/lookup/look-up-profile.ts'
import type { ProfileAnswer } from '../../../shared/lookup/profile-schema.ts'
import type { TimelineQuery } from '../../../shared/lookup/read-timeline.ts'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import { dayMs } from '../../../shared/platform/clock/durations.ts'
import { expireJob } from '../../../shared/jobs/expire.ts'
import type { JobResult } from '../../../shared/jobs/job-kind.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import type { Context } from '../../../shared/workspace/context.ts'
import { interceptStorage, type Interceptor } from '../../doubles/storage-calls.ts'
import {
  copyStorage,
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
} from '../../doubles/test-context.ts'
import { aCall, type CallInit } from '../../factories/calls.ts'

export const day = dayMs

/** A deployment whose clock a test moves; what comes from it sees the time of the moment. */
export interface Visitors {
  readonly storage: MemoryStorage
  /** Milliseconds since the tests' first moment. */
  readonly at: (ms: number) => void
  readonly now: () => number
  /** How many blobs were logged. */
  readonly blobs: () => number
  /** The same once more, to go on from apart. */
  readonly copy: () => Visitors
  readonly context: (intercept?: Interceptor, changes?: Partial<Context>) => Context
  /** Puts calls of this moment into the log; answers the blob's name. */
  readonly log: (...calls: CallInit[]) => string
  /** Collects and unifies calls of this moment. */
  readonly send: (...calls: CallInit[]) => Promise<void>
  readonly expire: () => Promise<JobResult | undefined>
  readonly lookUp: (
    key: string,
    timeline?: Partial<TimelineQuery>,
  ) => Promise<ProfileAnswer | undefined>
}

export function visitors(changes: Partial<Context> = {}, original?: Visitors): Visitors {
  const storage = original === undefined ? memoryStorage() : copyStorage(original.storage)
  let time = original?.now() ?? testNow
  let blobs = original?.blobs() ?? 0
  const now = (): number => time
  const straight: Interceptor = (_name, call) => call()
  const context = (intercept = straight, more: Partial<Context> = {}): Context => ({
    ...testContext(storage, interceptStorage(intercept)),
    ...{ ...changes, ...more, now },
  })
  const log = (...calls: CallInit[]): string => {
    const lines = calls.map((call) => {
      const timestamp = isoTime(time)
      return JSON.stringify({
        ...{ receivedAt: timestamp, source: 'web', call: aCall({ timestamp, ...call }) },
      })
    })
    const blob = logBlobName(time, String((blobs += 1)).padStart(26, '0'))
    storage.eventLog.blobs.set(blob, gzipSync(lines.join('\n')))
    return blob
  }
  const world: Visitors = {
    ...{ storage, now, context, log },
    blobs: () => blobs,
    copy: () => visitors(changes, world),
    at: (ms) => (time = testNow + ms),
    send: async (...calls) => {
      const blob = log(...calls)
      const outcome = (await unifyBlobs(context(), [blob])).get(blob)
      if (outcome?.kind !== 'done') throw new Error('not unified', { cause: outcome?.error })
    },
    expire: () => runExpire(context()),
    lookUp: (key, timeline = {}) => lookUp(context(), key, timeline),
  }
  return world
}

/** One worker's turn at the job, to its end. */
export function runExpire(context: Context): Promise<JobResult | undefined> {
  const report = (): Promise<boolean> => Promise.resolve(true)
  return expireJob.run(context, {
    ...{ jobId: 'job', startedAt: context.now(), state: undefined, report },
    pause: () => Promise.resolve(),
  })
}

async function lookUp(
  context: Context,
  key: string,
  timeline: Partial<TimelineQuery>,
): Promise<ProfileAnswer | undefined> {
  const [namespace = '', value = ''] = key.split(':')
  try {
    return await lookUpProfile(context, {
      identifier: { namespace, value },
      include: new Set(['identifiers', 'activities']),
      timeline: { top: 100, ...timeline },
      nextLink: (after) => `http://x/${after}`,
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ProfileNotFound') {
      return undefined
    }
    throw error
  }
}

/** Delivers a blob as a queue does: again and again, to new workers, until it has its receipt. */
export async function deliver(makeContext: () => Context, blob: string): Promise<void> {
  for (let delivery = 0; delivery < 50; delivery += 1) {
    const outcome = await unifyBlobs(makeContext(), [blob]).then(
      (outcomes) => outcomes.get(blob),
      () => undefined,
    )
    if (outcome?.kind === 'done') return
  }
  throw new Error('the blob is never worked off')
}

/** Runs the job as the minute does: a worker that fails is followed by another. */
export async function expireUntilDone(makeContext: () => Context): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) {
    const isDone = await runExpire(makeContext()).then(
      () => true,
      () => false,
    )
    if (isDone) return
  }
  throw new Error('the job never ends')
}

export function activityIds(answer: ProfileAnswer | undefined): string[] {
  return (answer?.activities?.value ?? []).map(({ activityId }) => activityId)
}

/** What must be the same of a profile, archived or not. */
export function plain(answer: ProfileAnswer | undefined): unknown {
  if (answer === undefined) return undefined
  const { archived: _archived, evaluatedAt: _evaluatedAt, ...rest } = answer
  return rest
}
