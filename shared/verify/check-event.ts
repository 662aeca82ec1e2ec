import { identifierKey } from '../identity/identifier.ts'
import { dayMs } from '../platform/clock/durations.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { isSameLocation, type Activity } from '../profiles/activity.ts'
import { compareCopies, type Copy } from '../unify/best-copies.ts'
import type { MessageEntry } from '../unify/message-store.ts'
import type { UnifiedEvent } from '../unify/unified-event.ts'
import { withCertain, type IsCertain } from './certain-names.ts'
import type { Difference, DifferenceKind } from './difference.ts'
import { activityAt, expectedActivity } from './stored-activity.ts'
import type { VerifyContext } from './verify-context.ts'

/** What is known of an event beyond the log. */
export interface EventCheck {
  readonly event: UnifiedEvent
  readonly isCertain: IsCertain
  /** What was received before may have been archived and deleted, in milliseconds. */
  readonly forgottenBefore: number
}

/** What was received before this moment may be forgotten by now: see `forgetArchives`. */
export function forgottenBefore(
  { identity }: Pick<VerifyContext, 'identity'>,
  begunAt: number,
): number {
  return begunAt - (identity.unknownArchiveDays + 1) * dayMs
}

/** What is wrong with the message of an event now. */
export async function checkMessage(
  { messageStore }: Pick<VerifyContext, 'messageStore'>,
  event: UnifiedEvent,
): Promise<Difference | undefined> {
  return entryProblem(event, (await messageStore.read(event.messageId))?.entry)
}

/** What is wrong with the message of an event, before its timeline is looked at. */
export function entryProblem(
  event: UnifiedEvent,
  entry: MessageEntry | undefined,
): Difference | undefined {
  if (entry === undefined) return eventDifference('missing', event, 'Its message is not known.')
  if (isSameLocation(entry.location, event.location)) {
    const isSame = copyText(event) === copyText(entry)
    return isSame ? undefined : eventDifference('changed', event, 'Its message says otherwise.')
  }
  if (compareCopies(event, entry) > 0) return undefined
  return eventDifference('missing', event, 'A worse copy of it is the one that counts.')
}

function copyText({ receivedAt, time, contentHash }: Copy): string {
  return canonicalJson({ receivedAt, time, contentHash })
}

/** Compares an event of the log, where it is the copy that counts, with its owner's timeline. */
export async function checkTimeline(
  context: VerifyContext,
  { event, isCertain, forgottenBefore }: EventCheck,
): Promise<Difference | undefined> {
  const home = winsAt(event, (await context.messageStore.read(event.messageId))?.entry)
  if (home === undefined) return undefined
  const stored = await activityAt(context, home, event)
  if (stored === undefined) {
    const detail = `It is not on the timeline of ${identifierKey(home)}.`
    const isForgotten = event.receivedAt <= forgottenBefore
    return isForgotten ? undefined : eventDifference('missing', event, detail)
  }
  const wrong = unequalMembers(expectedActivity(event, isCertain), withCertain(stored, isCertain))
  if (wrong.length === 0) return undefined
  const detail = `The timeline does not say what the log says: ${wrong.join(', ')}.`
  return eventDifference('changed', event, detail)
}

/** The home of an event that is the copy which counts; `undefined` where it is not on a timeline. */
export function winsAt(
  event: Pick<UnifiedEvent, 'location'>,
  entry: MessageEntry | undefined,
): MessageEntry['home'] {
  const isWinner = entry !== undefined && isSameLocation(entry.location, event.location)
  return isWinner ? entry.home : undefined
}

export function eventDifference(
  kind: DifferenceKind,
  { messageId, location }: Pick<Activity, 'messageId' | 'location'>,
  detail: string,
): Difference {
  return { kind, messageId, blob: location.blob, line: location.index, detail }
}

function unequalMembers(a: Activity, b: Activity): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Activity>
  return [...names].filter((name) => canonicalJson(a[name]) !== canonicalJson(b[name])).sort()
}
