import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { activityKey, isSameLocation, type Activity } from '../profiles/activity.ts'
import type { KeyedActivity } from '../profiles/node-store.ts'
import { readBlob } from '../unify/read-blob.ts'
import { bucketOf } from './bucket-sums.ts'
import { eventDifference, forgottenBefore } from './check-event.ts'
import type { Stage } from './check-log.ts'
import { isCounted } from './check-part.ts'
import { addFound, type Difference } from './difference.ts'
import { walkLog } from './log-walk.ts'
import { lookAgain, type Look } from './look-again.ts'
import { scanNodes } from './node-scan.ts'
import { Suspects } from './suspects.ts'
import type { VerifyContext } from './verify-context.ts'
import type { VerifyState } from './verify-state.ts'

const mostEvents = 5_000

/** Looks at each event of the log whose bucket has another sum on timelines. */
export async function checkLogAgain(
  context: VerifyContext,
  begun: VerifyState,
  stage: Stage,
): Promise<VerifyState | undefined> {
  let state = begun
  const buckets = new Set(state.buckets)
  const names = await context.attributeNames.list()
  const before = forgottenBefore(context, state.begunAt)
  const turn = { goesOn: true }
  const walk = {
    ...{ until: state.begunAt, after: state.afterAgain, mostEvents },
    goesOn: async () => (turn.goesOn &&= await stage.report(state)),
  }
  for await (const { blobs, last } of walkLog(context, walk)) {
    const suspects = new Suspects(blobs)
    for (const event of blobs.flatMap(({ events }) => events)) {
      const check = { event, names, forgottenBefore: before }
      if (buckets.has(bucketOf(event.messageId))) suspects.add(check)
    }
    const { differences, rejected } = await suspects.lookAt(context, stage.pause)
    state = {
      ...state,
      afterAgain: last,
      rejected: state.rejected + rejected,
      found: addFound(state.found, differences.filter(isNew(state))),
    }
    if (!(await walk.goesOn())) return undefined
  }
  return turn.goesOn ? { ...state, isLogReadAgain: true } : undefined
}

/** What the first reading of the log has told need not be told again. */
function isNew({ found }: VerifyState): (difference: Difference) => boolean {
  const told = new Set(found.first.map(({ messageId }) => messageId))
  return ({ messageId }) => !told.has(messageId)
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
  let found = state.found
  const see = (_id: NodeId, keyed: KeyedActivity): readonly KeyedActivity[] => {
    const isWanted = buckets.has(bucketOf(keyed.activity.messageId))
    return isWanted && isAmongThem(keyed.activity) ? [keyed] : []
  }
  for await (const { id, seen } of scanNodes(context, digits, see)) {
    const looks = seen.map(
      (activity): Look =>
        () =>
          checkActivity(context, id, activity),
    )
    found = addFound(found, await lookAgain(looks, pause))
    if (!(await report(state))) return undefined
  }
  return { ...state, found }
}

async function checkActivity(
  context: VerifyContext,
  id: NodeId,
  { key, activity }: KeyedActivity,
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
  return (await isLogged(context, activity))
    ? undefined
    : say('extra', `It is on the timeline of ${own}, and not in the log.`)
}

async function isLogged(
  { eventLog, namespaces, identity }: VerifyContext,
  { location, messageId }: Activity,
): Promise<boolean> {
  const settings = { namespaces, logoutEvents: identity.logoutEvents }
  const { events } = await readBlob(eventLog, location.blob, settings)
  return events.some(
    (event) => event.messageId === messageId && event.location.index === location.index,
  )
}
