import * as z from 'zod'
import { JobFailure, type JobKind, type JobResult, type JobRun } from '../jobs/job-kind.ts'
import { findPending, sumCounters } from '../jobs/sweep.ts'
import type { Context } from '../workspace/context.ts'
import {
  closeBuild,
  isUseful,
  openBuild,
  readLedger,
  type Build,
  type OpenedBuild,
} from './builds.ts'
import { dropOldGenerations } from './drop-old-generations.ts'
import { replay } from './replay.ts'
import { beginVerification, verify, verifyResult } from '../verify/verify.ts'
import { verifyStateSchema } from '../verify/verify-state.ts'
import { settleSwitch, switchOver, type SwitchOutcome } from './switch-over.ts'

/** What the next worker of a rebuild must know beyond what receipts and the ledger say. */
const stateSchema = z.object({
  generation: z.int(),
  /** Set once the generation is live. */
  switched: z.boolean().default(false),
  /** How far its verification is, or that it is proved. */
  verification: z.union([verifyStateSchema, z.literal('proved')]).optional(),
})

type State = z.output<typeof stateSchema>

/** A pass over the log that finds this little to do is the last one before the switch. */
const fewBlobs = 16

/** Fills a new generation of tables from the log, beside the live one, and switches over to it. */
export const rebuildJob: JobKind = {
  summary:
    'makes all profiles anew from the event log, beside the live ones, verifies them, and switches over to them',
  stages: ['replay', 'verify', 'switch', 'settle'],
  run: async (context, run) => {
    for (;;) {
      const build = (await switchedBuild(context, run)) ?? (await buildOnce(context, run))
      if (build === 'stopped') return undefined
      if (build === 'outdated') continue
      return finish(context, build, run)
    }
  },
  clear: async (context, jobId) => {
    const { building } = (await readLedger(context)).ledger
    if (building?.jobId === jobId) await closeBuild(context, building)
    await dropOldGenerations(context)
  },
}

/** The build of this job where it has become the live generation already. */
async function switchedBuild(context: Context, run: JobRun): Promise<Build | undefined> {
  const { ledger, pointer } = await readLedger(context)
  const { building } = ledger
  const isOurs = building?.jobId === run.jobId && building.generation === pointer.generation
  if (isOurs) return building
  const state = stateSchema.safeParse(run.state).data
  if (state?.switched !== true) return undefined
  const { generation } = state
  return { generation, jobId: run.jobId, document: pointer.document, base: generation }
}

async function buildOnce(
  context: Context,
  run: JobRun,
): Promise<Build | Exclude<SwitchOutcome, 'switched'>> {
  const opened = await openBuild(context, run.jobId)
  const target = await openTarget(context, opened)
  const filling = { ...opened, target, run }
  const steps = [
    () => fill(context, filling, verificationOf(run, opened)),
    () => prove(context, filling),
    // What came meanwhile.
    () => fill(context, filling, 'proved'),
  ]
  for (const step of steps) {
    const outcome = await step()
    if (outcome !== 'done') return outcome
  }
  const outcome = await switchOver(context, opened.build, run)
  return outcome === 'switched' ? opened.build : outcome
}

interface Filling extends OpenedBuild {
  readonly target: Context
  readonly run: JobRun
}

type StepOutcome = 'done' | 'stopped' | 'outdated'

async function openTarget(context: Context, { build, pointer }: OpenedBuild): Promise<Context> {
  const { generation, base } = build
  const opened = await context.generations.open({
    ...{ ...pointer, identityDocument: pointer.document, generation },
  })
  // What was held stands in the log; a replay says nothing new.
  const identity = { ...opened.identity, holdOver: 0 }
  return { ...opened, identity, isCurrent: () => isBefore(context, base) }
}

/** How far the verification of a build is. */
function verificationOf({ state }: JobRun, { build }: OpenedBuild): State['verification'] {
  const stored = stateSchema.safeParse(state).data
  return stored?.generation === build.generation ? stored.verification : undefined
}

/** Replays until only what arrives in the last moment is left. */
async function fill(
  context: Context,
  { build, target, run }: Filling,
  verification: State['verification'],
): Promise<StepOutcome> {
  const { generation } = build
  for (;;) {
    const total = await eventsIn(context)
    const goesOn = (done: number): Promise<boolean> => {
      const progress = { stage: 'replay', done: Math.min(done, total), total }
      return run.report(progress, { generation, verification })
    }
    const isWanted = async (): Promise<boolean> =>
      isUseful(context, build, (await context.workspaceStore.readPointer()).pointer)
    const found = await replay({ live: context, target, goesOn, isWanted })
    if (typeof found !== 'number') return found
    if (found > fewBlobs) continue
    await refuseLosses(context, target)
    return 'done'
  }
}

/** Nothing is switched to that is not proved to be what the log says. */
async function prove(
  context: Context,
  { build, target, run, ...opened }: Filling,
): Promise<StepOutcome> {
  const stored = verificationOf(run, { ...opened, build })
  if (stored === 'proved') return 'done'
  const { generation } = build
  const total = await eventsIn(target)
  const proved = await verify(target, stored ?? beginVerification(context.now(), total), {
    ...{ pause: run.pause, total },
    report: async (progress, verification) =>
      run.report({ ...progress, stage: 'verify' }, { generation, verification }),
  })
  if (proved === undefined) return 'stopped'
  const result = verifyResult(proved)
  if (result.ok) return 'done'
  throw new JobFailure('What was built is not what the log says; nothing was switched.', result)
}

/** While nothing has been switched, what is built may be written. */
async function isBefore({ workspaceStore }: Context, base: number): Promise<boolean> {
  return (await workspaceStore.readPointer()).pointer.generation === base
}

/** How many events are worked off, as far as receipts say. */
async function eventsIn(context: Context): Promise<number> {
  const { mark, hours } = await findPending(context)
  const receipts = hours.flatMap((hour) => hour.receipts)
  return sumCounters(mark.totals, receipts)['accepted'] ?? 0
}

/** A blob that can be read no more would take its events away with the switch. */
async function refuseLosses(live: Context, target: Context): Promise<void> {
  const { hours } = await findPending(target)
  const failed = hours
    .flatMap(({ receipts }) => receipts)
    .filter(({ status }) => status === 'failed')
  const lost = []
  for (const { blob, reason } of failed) {
    const receipt = await live.receiptStore.read(blob)
    if (receipt?.status === 'done') lost.push({ blob, reason })
  }
  if (lost.length === 0) return
  throw new JobFailure('Log blobs cannot be worked off again; nothing was switched.', {
    lostBlobs: lost.length,
    first: lost.slice(0, 20),
  })
}

async function finish(context: Context, build: Build, run: JobRun): Promise<JobResult | undefined> {
  const { generation } = build
  const progress = { stage: 'settle', done: 0, total: 1 }
  if (!(await run.report(progress, { generation, switched: true }))) return undefined
  await settleSwitch(context, build, run.jobId)
  const { pointer } = await context.workspaceStore.readPointer()
  const live = await context.generations.open(pointer)
  return {
    generation,
    events: await eventsIn(live),
    profiles: await live.memberStore.count('_everyone'),
  }
}
