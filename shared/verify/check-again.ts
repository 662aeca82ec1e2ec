import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { activityKey, isSameLocation } from '../profiles/activity.ts'
import type { KeyedActivity } from '../profiles/node-store.ts'
import { bucketOf } from './bucket-sums.ts'
import { readCertain } from './certain-names.ts'
import { eventDifference, forgottenBefore } from './check-event.ts'
import type { Stage } from './check-log.ts'
import { isCounted } from './check-part.ts'
import { addFound, type Difference } from './difference.ts'
import { walkLog } from './log-walk.ts'
import { createIsLogged, type IsLogged } from './logged-lines.ts'
import { lookAgain, wrongOnes, type Look } from './look-again.ts'
import { scanNodes } from './node-scan.ts'
import { Suspects } from './suspects.ts'
import type { VerifyContext } from './verify-context.ts'
import type { VerifyState } from './verify-state.ts'

const mostEvents = 5_000
/** So many activities are looked at together. */
const atOnce = 1000

/** Looks at each event of the log whose bucket has another sum on timelines. */
export async function checkLogAgain(
  context: VerifyContext,
  begun: VerifyState,
  stage: Stage,
): Promise<VerifyState | undefined> {
  let state = begun
  const buckets = new Set(state.buckets)
  const isCertain = await readCertain(context)
  const before = forgottenBefore(context, state.begunAt)
  const turn = { goesOn: true }
  const goesOn = async (): Promise<boolean> => (turn.goesOn &&= await stage.report(state))
  const leftOut = new Set(state.open)
  const walk = { until: state.begunAt, after: state.afterAgain, mostEvents, leftOut, goesOn }
  for await (const { blobs, last } of walkLog(context, walk)) {
    const checks = blobs
      .flatMap(({ events }) => events)
      .filter(({ messageId }) => buckets.has(bucketOf(messageId)))
      .map((event) => ({ event, isCertain, forgottenBefore: before }))
    const patience = { pause: stage.pause, goesOn }
    const told = await new Suspects(blobs).lookAtTimelines(context, checks, patience)
    if (told === undefined) return undefined
    const { differences, rejected } = told
    const found = addFound(state.found, differences)
    state = { ...state, afterAgain: last, rejected: state.rejected + rejected, found }
    if (!(await goesOn())) return undefined
  }
  return turn.goesOn ? { ...state, isLogReadAgain: true } : undefined
}

/** Looks at each activity of a part of all timelines whose bucket has another sum in the log. */
export async function checkPartAgain(
  context: VerifyContext,
  digits: string,
  state: VerifyState,
  { pause, report }: Stage,
): Promise<VerifyState | undefined> {
  const buckets = new Set(state.buckets)
  const isAmongThem = isCounted(state)
  const isLogged = createIsLogged(context)
  const goesOn = (): Promise<boolean> => report(state)
  const see = (_id: NodeId, keyed: KeyedActivity): readonly KeyedActivity[] => {
    const isWanted = buckets.has(bucketOf(keyed.activity.messageId))
    return isWanted && isAmongThem(keyed.activity) ? [keyed] : []
  }
  const looks: Look[] = []
  let waiting: Look[] = []
  for await (const { id, seen } of scanNodes(context, digits, see)) {
    for (const activity of seen) {
      waiting.push({ look: () => checkActivity(context, { id, activity, isLogged }) })
    }
    if (waiting.length < atOnce) continue
    looks.push(...(await wrongOnes(waiting)))
    waiting = []
    if (!(await goesOn())) return undefined
  }
  looks.push(...(await wrongOnes(waiting)))
  const differences = await lookAgain(looks, { pause, goesOn })
  return differences && { ...state, found: addFound(state.found, differences) }
}

interface ActivityCheck {
  readonly id: NodeId
  readonly activity: KeyedActivity
  readonly isLogged: IsLogged
}

async function checkActivity(
  context: VerifyContext,
  { id, activity: { key, activity }, isLogged }: ActivityCheck,
): Promise<Difference | undefined> {
  const { messageId, location } = activity
  const node = await context.nodeStore.read(id)
  if (node === undefined) return undefined
  // What is in the archive is not taken out.
  const there =
    node.archive === undefined ? await context.nodeStore.readActivity(id, key) : activity
  if (there === undefined || !isSameLocation(there.location, location)) return undefined
  const entry = (await context.messageStore.read(messageId))?.entry
  const own = identifierKey(node.facts.identifier)
  const say = (kind: 'extra' | 'double', detail: string): Difference => ({
    ...eventDifference(kind, activity, detail),
    identifier: own,
  })
  if (entry === undefined)
    return say('extra', `It is on the timeline of ${own}, its message is not known.`)
  const home = entry.home && identifierKey(entry.home)
  if (home !== own)
    return say('double', `It is on the timeline of ${own} besides that of ${String(home)}.`)
  if (!isSameLocation(entry.location, location)) {
    return say('double', `A worse copy of it is on the timeline of ${own}.`)
  }
  if (key !== activityKey({ messageId, time: entry.time })) {
    return say('double', `It is on the timeline of ${own} at another time as well.`)
  }
  return (await isLogged(messageId, location))
    ? undefined
    : say('extra', `It is on the timeline of ${own}, and not in the log.`)
}
