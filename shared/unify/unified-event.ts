import type { Activity, LogLocation } from '../profiles/activity.ts'
import { fitsAttribute } from '../profiles/attribute-fact.ts'
import type { CallType } from '../collect/call-schema.ts'
import type { EventIdentifiers } from '../identity/event-links.ts'
import type { IdentifierRefusal } from '../identity/accept-identifier.ts'

/** An event, normalised: what the timeline and the identity decisions need. Times in ms. */
export interface UnifiedEvent extends EventIdentifiers {
  readonly location: LogLocation
  readonly messageId: string
  readonly type: CallType
  /** The event's name for track, else the name of the page, screen or group. */
  readonly name: string | undefined
  readonly time: number
  readonly receivedAt: number
  /** True when the time that was sent could not be used. */
  readonly timeCorrected: boolean
  readonly source: string
  readonly url: string | undefined
  readonly logout: boolean
  /** The call's `properties`, or the `traits` of identify and group. */
  readonly properties: Readonly<Record<string, unknown>>
  /** Names and values that an identify call sets on the person; `null` removes. */
  readonly traits: ReadonlyMap<string, unknown>
  readonly refused: readonly { readonly namespace: string; readonly reason: IdentifierRefusal }[]
  /** SHA-256 of the call, the last resort to choose between copies of one message. */
  readonly contentHash: string
}

/** The activity of an event, with the attributes that may be set: named so, and short enough. */
export function activityOf(event: UnifiedEvent, attributeNames: ReadonlySet<string>): Activity {
  const { contentHash: _hash, refused: _refused, traits, ...rest } = event
  const { time, source, messageId } = event
  const attributes = [...traits].filter(
    ([name, value]) =>
      attributeNames.has(name) && fitsAttribute({ name, value, time, source, messageId }),
  )
  return { ...rest, attributes }
}
