import { partsOfIds } from '../profiles/all-profile-rows.ts'
import type { NodeId } from '../identity/node-id.ts'
import { unequalBuckets } from './bucket-sums.ts'
import { checkLogAgain, checkPartAgain } from './check-again.ts'
import { checkLog, type Stage } from './check-log.ts'
import { builtIn, checkCount } from './check-members.ts'
import { checkPart } from './check-part.ts'
import { addFound, differenceKinds, sumFound, type Found } from './difference.ts'
import { lookAgain, type Patience } from './look-again.ts'
import type { VerifyContext } from './verify-context.ts'
import { verifyStateSchema, type VerifyState } from './verify-state.ts'

/** The stages of a verification, in order. */
export const verifyStages = ['log', 'profiles', 'differences', 'counts'] as const

export interface Verification {
  /** About how many events are worked off. */
  readonly total: number
  readonly pause: Patience['pause']
  /** Notes how far it is; answers whether to go on. */
  readonly report: (
    progress: { readonly stage: string; readonly done: number; readonly total: number },
    state: VerifyState,
  ) => Promise<boolean>
}

/** The youngest blobs may just be worked off. */
const lagMs = 2000

/** With more events a part of all profiles would take too much memory. */
const mostInFewParts = 200_000

/** Of about so many events. */
export function beginVerification(now: number, total: number): VerifyState {
  return verifyStateSchema.parse({
    begunAt: now - lagMs,
    digits: total <= mostInFewParts ? 1 : 2,
  })
}

/**
 * Compares everything that is stored: events in the log with timelines, timelines with what is
 * kept of them, that with the rows of profiles, those with segments and their counts. Reads the log
 * once, all timelines once and their neighbours, and no more while all is well; writes nothing.
 * Goes on where a state says; `undefined` where it was stopped.
 */
export async function verify(
  context: VerifyContext,
  begun: VerifyState,
  verification: Verification,
): Promise<VerifyState | undefined> {
  let state: VerifyState | undefined = begun
  for (const stage of [readLog, readProfiles, readAgain, readCounts]) {
    state = state && (await stage(context, state, verification))
  }
  return state
}

async function readLog(
  context: VerifyContext,
  begun: VerifyState,
  { total, pause, report }: Verification,
): Promise<VerifyState | undefined> {
  if (begun.isLogRead) return begun
  return checkLog(context, begun, {
    ...{ total, pause },
    report: (state) => report({ stage: 'log', done: Math.min(state.events, total), total }, state),
  })
}

async function readProfiles(
  context: VerifyContext,
  begun: VerifyState,
  { pause, report }: Verification,
): Promise<VerifyState | undefined> {
  let state = begun
  const checked = new Set<NodeId>()
  const parts = partsOfIds(state.digits)
  const goesOn = (): Promise<boolean> =>
    report({ stage: 'profiles', done: state.parts, total: parts.length }, state)
  for (const digits of parts.slice(state.parts)) {
    const next = await checkPart(context, digits, { state, pause, checked, goesOn })
    if (next === undefined) return undefined
    state = { ...next, parts: state.parts + 1 }
    if (!(await goesOn())) return undefined
  }
  return state
}

/** Looks at single events where sums differ; nothing else tells which of a bucket it is. */
async function readAgain(
  context: VerifyContext,
  begun: VerifyState,
  verification: Verification,
): Promise<VerifyState | undefined> {
  const { pause, total, report } = verification
  const buckets = begun.buckets ?? [...unequalBuckets(begun.logSums, begun.timelineSums)]
  if (buckets.length === 0) return { ...begun, buckets }
  const parts = partsOfIds(begun.digits)
  const tell = (current: VerifyState): Promise<boolean> =>
    report({ stage: 'differences', done: current.partsAgain, total: parts.length }, current)
  const stage: Stage = { total, pause, report: tell }
  let state: VerifyState | undefined = { ...begun, buckets }
  if (!state.isLogReadAgain) state = await checkLogAgain(context, state, stage)
  while (state !== undefined && state.partsAgain < parts.length) {
    const digits = parts[state.partsAgain] ?? ''
    const next: VerifyState | undefined = await checkPartAgain(context, digits, state, stage)
    if (next === undefined) return undefined
    state = { ...next, partsAgain: state.partsAgain + 1 }
    if (!(await tell(state))) return undefined
  }
  return state
}

const countedParts = builtIn.flatMap((segment) =>
  Array.from('0123456789abcdef', (digit) => ({ segment, digit })),
)

async function readCounts(
  context: VerifyContext,
  begun: VerifyState,
  { pause, report }: Verification,
): Promise<VerifyState | undefined> {
  let state = begun
  for (const { segment, digit } of countedParts.slice(state.counted)) {
    const goesOn = (): Promise<boolean> =>
      report({ stage: 'counts', done: state.counted, total: countedParts.length }, state)
    const looks = [{ look: () => checkCount(context, segment, digit) }]
    const differences = await lookAgain(looks, { pause, goesOn })
    if (differences === undefined) return undefined
    state = { ...state, found: addFound(state.found, differences), counted: state.counted + 1 }
    if (!(await goesOn())) return undefined
  }
  return state
}

/** What was compared, and what differs. */
export function verifyResult(state: VerifyState): {
  readonly ok: boolean
  readonly checked: Readonly<Record<string, number>>
  readonly differences: Readonly<Record<string, number>>
  readonly first: Found['first']
  readonly leftOut: number
} {
  const { events, activities, forgotten, rejected, corrections } = state
  const { identifiers, profiles, members, found, open } = state
  return {
    ok: sumFound(found) === 0,
    checked: {
      ...{ events, activities, forgotten, rejected, corrections },
      ...{ identifiers, profiles, members },
    },
    differences: Object.fromEntries(differenceKinds.map((kind) => [kind, found.counts[kind] ?? 0])),
    first: found.first,
    leftOut: open.length,
  }
}
