import { identifiersOf, type CorrectionFact } from '../identity/correction.ts'
import { identifierKey } from '../identity/identifier.ts'
import { addDigests, digestOf, type Digest } from './bucket-sums.ts'
import { entryProblem, forgottenBefore, winsAt } from './check-event.ts'
import { addFound, type Difference } from './difference.ts'
import { findEntries } from './find-entries.ts'
import { walkLog, type LogBatch, type ReadBlob } from './log-walk.ts'
import { lookAgain, type Look } from './look-again.ts'
import { activityAt, expectedActivity } from './stored-activity.ts'
import { Suspects } from './suspects.ts'
import type { VerifyContext } from './verify-context.ts'
import type { VerifyState } from './verify-state.ts'

const mostEvents = 50_000

export interface Stage {
  /** About how many events are worked off. */
  readonly total: number
  readonly pause: (ms: number) => Promise<void>
  /** Notes how far the stage is; answers whether to go on. */
  readonly report: (state: VerifyState) => Promise<boolean>
}

/**
 * Reads every event of the log that is worked off, once: its message must be known, no worse copy
 * of it may count, and what counts is added to the sums that timelines are compared with. What
 * stewards said must stand at its identifiers. `undefined` where it stopped before the end.
 */
export async function checkLog(
  context: VerifyContext,
  begun: VerifyState,
  stage: Stage,
): Promise<VerifyState | undefined> {
  let state = begun
  const names = await context.attributeNames.list()
  const open = new Set(state.open)
  const turn = { goesOn: true }
  const goesOn = async (): Promise<boolean> => (turn.goesOn &&= await stage.report(state))
  const walk = {
    ...{ until: state.begunAt, after: state.after, mostEvents, goesOn },
    onOpen: (blobs: readonly string[]) => {
      for (const blob of blobs) open.add(blob)
    },
  }
  for await (const batch of walkLog(context, walk)) {
    const checked = await checkBatch(context, batch, { state, names, stage })
    if (checked === undefined) return undefined
    for (const { blob, unreadable } of batch.blobs) if (unreadable !== undefined) open.add(blob)
    state = { ...checked, after: batch.last, open: [...open] }
    if (!(await goesOn())) return undefined
  }
  return turn.goesOn ? { ...state, open: [...open], isLogRead: true } : undefined
}

interface BatchCheck {
  readonly state: VerifyState
  readonly names: ReadonlySet<string>
  readonly stage: Stage
}

async function checkBatch(
  context: VerifyContext,
  { blobs }: LogBatch,
  { state, names, stage }: BatchCheck,
): Promise<VerifyState | undefined> {
  const events = blobs.flatMap((blob) => blob.events)
  const turn = { goesOn: true }
  const entries = await findEntries(context, {
    messageIds: events.map(({ messageId }) => messageId),
    total: stage.total,
    goesOn: async () => (turn.goesOn &&= await stage.report(state)),
  })
  if (!turn.goesOn) return undefined
  const before = forgottenBefore(context, state.begunAt)
  const suspects = new Suspects(blobs)
  const digests: Digest[] = []
  let forgotten = 0
  for (const event of events) {
    const entry = entries.get(event.messageId)
    const check = { event, names, forgottenBefore: before }
    if (entryProblem(event, entry) !== undefined) suspects.add(check)
    const home = winsAt(event, entry)
    if (home === undefined) continue
    if (event.receivedAt <= before && (await activityAt(context, home, event)) === undefined) {
      forgotten += 1
      continue
    }
    digests.push(digestOf(context.nodeIdOf(home), expectedActivity(event, context, names)))
  }
  const facts = blobs.flatMap((blob) => blob.facts)
  const { differences, rejected } = await suspects.lookAt(context, stage.pause)
  const found = [
    ...blobs.flatMap(lostBlob),
    ...differences,
    ...(await lookAgain(
      facts.map(
        (fact): Look =>
          () =>
            checkCorrection(context, fact),
      ),
      stage.pause,
    )),
  ]
  return {
    ...state,
    events: state.events + events.length,
    activities: state.activities + digests.length,
    forgotten: state.forgotten + forgotten,
    rejected: state.rejected + rejected,
    corrections: state.corrections + facts.length,
    logSums: [...addDigests(state.logSums, digests)],
    found: addFound(state.found, found),
  }
}

function lostBlob({ blob, unreadable }: ReadBlob): Difference[] {
  if (unreadable === undefined) return []
  return [{ kind: 'missing', blob, detail: `The log blob can be read no more: ${unreadable}` }]
}

async function checkCorrection(
  context: VerifyContext,
  fact: CorrectionFact,
): Promise<Difference | undefined> {
  const [identifier] = identifiersOf(fact)
  if (identifier === undefined) return undefined
  const node = await context.nodeStore.read(context.nodeIdOf(identifier))
  if (node?.facts.corrections.some(({ id }) => id === fact.id) === true) return undefined
  const detail = `What a steward said (${fact.id}) is not at ${identifierKey(identifier)}.`
  return {
    kind: 'correction',
    identifier: identifierKey(identifier),
    correctionId: fact.id,
    detail,
  }
}
