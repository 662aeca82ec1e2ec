import { JobFailure, type JobKind } from '../jobs/job-kind.ts'
import { findPending, sumCounters } from '../jobs/sweep.ts'
import { beginVerification, verify, verifyResult, verifyStages } from './verify.ts'
import { verifyStateSchema } from './verify-state.ts'

/** Proves, on what is stored, that nothing was lost, doubled, mixed up or left behind. */
export const verifyJob: JobKind = {
  summary:
    'compares the event log with timelines, profiles and segments, and tells what differs; changes nothing',
  stages: verifyStages,
  run: async (context, run) => {
    if ((await context.workspaceStore.readClustered()) < context.identityVersion) {
      const message =
        'Profiles are being computed under changed definitions; verify once that is done.'
      throw new JobFailure(message, { waitsFor: 'recluster' })
    }
    const { mark, hours } = await findPending(context)
    const receipts = hours.flatMap((hour) => hour.receipts)
    const total = sumCounters(mark.totals, receipts)['accepted'] ?? 0
    const stored = verifyStateSchema.safeParse(run.state).data
    const state = await verify(context, stored ?? beginVerification(context.now(), total), {
      ...{ pause: run.pause, total },
      report: async (progress, next) => (await run.report(progress, next)) && context.isCurrent(),
    })
    if (state !== undefined) return { ...verifyResult(state) }
    if (await context.isCurrent()) return undefined
    const message = 'The definitions or the tables were changed meanwhile; start it again.'
    throw new JobFailure(message, {})
  },
}
