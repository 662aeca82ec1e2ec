import * as z from 'zod'
import { JobFailure, type JobKind } from '../jobs/job-kind.ts'
import type { OperationType } from '../jobs/job-kinds.ts'
import { findPending, sumCounters } from '../jobs/sweep.ts'
import { beginVerification, verify, verifyResult, verifyStages } from './verify.ts'
import type { Context } from '../workspace/context.ts'
import { identityImpact } from '../workspace/identity-impact.ts'
import { verifyStateSchema } from './verify-state.ts'

/** How far it is, and of what: under other definitions, or in other tables, that says nothing. */
const stateSchema = z.object({
  version: z.int(),
  generation: z.int(),
  verification: verifyStateSchema,
})

/** Blobs that wait are noted by name, and a job's row holds only so many. */
const mostPending = 10_000

/** Proves, on what is stored, that nothing was lost, doubled, mixed up or left behind. */
export const verifyJob: JobKind = {
  summary:
    'compares the event log with timelines, profiles and segments, and tells what differs; changes nothing',
  stages: verifyStages,
  run: async (context, run) => {
    const waitsFor = await openWorkOf(context)
    if (waitsFor !== undefined) {
      const message =
        'Profiles are being computed under changed definitions; verify once that is done.'
      throw new JobFailure(message, { waitsFor })
    }
    const { mark, hours, pending } = await findPending(context)
    if (pending.length > mostPending) {
      const message = 'Too much of the log waits to be worked off; verify once less does.'
      throw new JobFailure(message, { waitsFor: 'unify' })
    }
    const receipts = hours.flatMap((hour) => hour.receipts)
    const total = sumCounters(mark.totals, receipts)['accepted'] ?? 0
    const { version, generation } = context.pointer
    const stored = stateSchema.safeParse(run.state).data
    if (stored !== undefined && (stored.version !== version || stored.generation !== generation)) {
      throw changedMeanwhile()
    }
    const begun = stored?.verification ?? beginVerification(context.now(), total)
    const state = await verify(context, begun, {
      ...{ pause: run.pause, total },
      report: async (progress, verification) =>
        (await run.report(progress, { version, generation, verification })) && context.isCurrent(),
    })
    if (state !== undefined) return { ...verifyResult(state) }
    if (await context.isCurrent()) return undefined
    throw changedMeanwhile()
  },
}

/** What the definitions ask for and rows do not follow yet. */
async function openWorkOf({
  workspaceStore,
  workspace,
  pointer,
}: Context): Promise<OperationType | undefined> {
  if ((await workspaceStore.readClustered()) < workspace.computedFrom) return 'recluster'
  if (pointer.identityDocument === pointer.document) return undefined
  // While a rebuild is waited for, only attributes hold at once; rows follow with it.
  const inForce = await workspaceStore.readDocument(pointer.identityDocument)
  const { attributes } = workspace
  const impact = identityImpact(inForce, { ...inForce, attributes }, new Set())
  return impact === 'none' ? undefined : 'rebuild'
}

function changedMeanwhile(): JobFailure {
  const message = 'The definitions or the tables were changed meanwhile; start it again.'
  return new JobFailure(message, {})
}
