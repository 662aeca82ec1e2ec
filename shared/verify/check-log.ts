import { identifiersOf, type CorrectionFact } from '../identity/correction.ts'
import { identifierKey } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import { isSameLocation } from '../profiles/activity.ts'
import type { MessageEntry } from '../unify/message-store.ts'
import type { UnifiedEvent } from '../unify/unified-event.ts'
import { addDigests, digestOf, type Digest } from './bucket-sums.ts'
import { readCertain, type IsCertain } from './certain-names.ts'
import { entryProblem, eventDifference, forgottenBefore, winsAt } from './check-event.ts'
import { addFound, type Difference } from './difference.ts'
import { findEntries } from './find-entries.ts'
import { walkLog, type LogBatch, type ReadBlob } from './log-walk.ts'
import { createIsLogged, type IsLogged } from './logged-lines.ts'
import { lookAgain, type Look, type Patience } from './look-again.ts'
import { activitiesAt, expectedActivity } from './stored-activity.ts'
import { Suspects } from './suspects.ts'
import type { VerifyContext } from './verify-context.ts'
import type { VerifyState } from './verify-state.ts'

const mostEvents = 50_000

export interface Stage {
  /** About how many events are worked off. */
  readonly total: number
  readonly pause: Patience['pause']
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
  const isCertain = await readCertain(context)
  const isLogged = createIsLogged(context)
  const open = new Set(state.open)
  const turn = { goesOn: true }
  const goesOn = async (): Promise<boolean> => (turn.goesOn &&= await stage.report(state))
  const walk = {
    ...{ until: state.begunAt, after: state.after, mostEvents, leftOut: open, goesOn },
    onOpen: (blobs: readonly string[]) => {
      for (const blob of blobs) open.add(blob)
    },
  }
  for await (const batch of walkLog(context, walk)) {
    const checked = await checkBatch(context, batch, { state, isCertain, isLogged, stage })
    if (checked === undefined) return undefined
    for (const { blob, unreadable } of batch.blobs) if (unreadable !== undefined) open.add(blob)
    state = { ...checked, after: batch.last, open: [...open] }
    if (!(await goesOn())) return undefined
  }
  return turn.goesOn ? { ...state, open: [...open], isLogRead: true } : undefined
}

interface BatchCheck {
  readonly state: VerifyState
  readonly isCertain: IsCertain
  readonly isLogged: IsLogged
  readonly stage: Stage
}

async function checkBatch(
  context: VerifyContext,
  { blobs }: LogBatch,
  { state, isCertain, isLogged, stage }: BatchCheck,
): Promise<VerifyState | undefined> {
  const events = blobs.flatMap((blob) => blob.events)
  const turn = { goesOn: true }
  const goesOn = async (): Promise<boolean> => (turn.goesOn &&= await stage.report(state))
  const messageIds = events.map(({ messageId }) => messageId)
  const entries = await findEntries(context, { messageIds, total: stage.total, goesOn })
  if (!turn.goesOn) return undefined
  const before = forgottenBefore(context, state.begunAt)
  const placed = events.map((event) => ({ event, entry: entries.get(event.messageId) }))
  const doubtful = placed.filter(
    ({ event, entry }) => event.receivedAt <= before || winsAt(event, entry) === undefined,
  )
  const absent = await absentOf(context, doubtful, goesOn)
  if (absent === undefined) return undefined
  const digests = placed.flatMap(({ event, entry }): Digest[] => {
    const home = winsAt(event, entry)
    if (home === undefined || absent.has(event)) return []
    return [digestOf(context.nodeIdOf(home), expectedActivity(event, isCertain))]
  })
  const patience = { pause: stage.pause, goesOn }
  const suspects = placed.flatMap(({ event, entry }) => {
    const seen = entryProblem(event, entry)
    return seen === undefined ? [] : [{ event, seen }]
  })
  const told = await new Suspects(blobs).lookAtMessages(context, suspects, patience)
  const lost = placed.filter((one) => absent.has(one.event) && isLoser(one))
  const facts = blobs.flatMap((blob) => blob.facts)
  const more = await lookAgain(
    [
      ...lost.map(({ event }): Look => ({ look: () => checkLoser(context, event, isLogged) })),
      ...facts.map((fact): Look => ({ look: () => checkCorrection(context, fact) })),
    ],
    patience,
  )
  if (told === undefined || more === undefined) return undefined
  return {
    ...state,
    events: state.events + events.length,
    activities: state.activities + digests.length,
    forgotten:
      state.forgotten + placed.filter((one) => absent.has(one.event) && !isLoser(one)).length,
    rejected: state.rejected + told.rejected,
    corrections: state.corrections + facts.length,
    logSums: [...addDigests(state.logSums, digests)],
    found: addFound(state.found, [...blobs.flatMap(wrongBlob), ...told.differences, ...more]),
  }
}

/** An event of the log with its message. */
interface PlacedEvent {
  readonly event: UnifiedEvent
  readonly entry: MessageEntry | undefined
}

/** True where another copy counts. */
function isLoser({ event, entry }: PlacedEvent): boolean {
  return entry !== undefined && !isSameLocation(entry.location, event.location)
}

const homesAtOnce = 2000

/** Events whose messages are on no timeline, though they have a home; `undefined`: it stopped. */
async function absentOf(
  context: VerifyContext,
  placed: readonly PlacedEvent[],
  goesOn: () => Promise<boolean>,
): Promise<ReadonlySet<UnifiedEvent> | undefined> {
  const absent = new Set<UnifiedEvent>()
  const homed = placed.flatMap(({ event, entry }) =>
    entry?.home === undefined ? [] : [{ event, entry, home: entry.home }],
  )
  const homes = [...groupBy(homed, ({ home }) => identifierKey(home)).values()]
  for (let start = 0; start < homes.length; start += homesAtOnce) {
    await mapLimited(homes.slice(start, start + homesAtOnce), 8, async (those) => {
      const [first] = those
      if (first === undefined) return
      const entries = those.map(({ entry }) => entry)
      const found = await activitiesAt(context, first.home, entries)
      for (const { event, entry } of those) {
        const stored = found.get(event.messageId)
        if (stored === undefined || !isSameLocation(stored.location, entry.location))
          absent.add(event)
      }
    })
    if (!(await goesOn())) return undefined
  }
  return absent
}

/** A copy that does not count must have lost to one that is in the log. */
async function checkLoser(
  { messageStore }: VerifyContext,
  event: UnifiedEvent,
  isLogged: IsLogged,
): Promise<Difference | undefined> {
  const entry = (await messageStore.read(event.messageId))?.entry
  if (entry === undefined || !isLoser({ event, entry })) return undefined
  if (await isLogged(event.messageId, entry.location)) return undefined
  const detail = `The copy that counts (${entry.location.blob}) is not in the log.`
  return eventDifference('missing', event, detail)
}

function wrongBlob({ blob, unreadable, receipt, events, badLines }: ReadBlob): Difference[] {
  if (unreadable !== undefined) {
    return [{ kind: 'missing', blob, detail: `The log blob can be read no more: ${unreadable}` }]
  }
  const lines = events.length + badLines.length
  const { accepted = lines } = receipt.counters ?? {}
  if (accepted === lines) return []
  const detail = `Its receipt tells of ${accepted} events, and the log blob has ${lines}.`
  return [{ kind: 'count', blob, detail }]
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
