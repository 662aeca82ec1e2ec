import { callTypes, type CallType } from '../collect/call-schema.ts'
import * as z from 'zod'
import type { Identifier } from '../identity/identifier.ts'
import { sha256Hex } from '../platform/ids/hash.ts'

/** Where a copy of an event lies in the log; two copies of a message have two locations. */
export interface LogLocation {
  readonly blob: string
  /** The line in the blob, from 0. */
  readonly index: number
}

/** True when both name the same line of the same blob. */
export function isSameLocation(a: LogLocation, b: LogLocation): boolean {
  return a.blob === b.blob && a.index === b.index
}

const identifierSchema = z.object({ namespace: z.string(), value: z.string() })

/** An event on the timeline of its home, as stored. Times in milliseconds. */
export const activitySchema = z.object({
  messageId: z.string(),
  type: z.enum(callTypes),
  name: z.string().optional(),
  time: z.number(),
  receivedAt: z.number(),
  timeCorrected: z.boolean(),
  source: z.string(),
  url: z.string().optional(),
  logout: z.boolean(),
  identifiers: z.array(identifierSchema),
  previous: z.array(identifierSchema),
  properties: z.record(z.string(), z.unknown()),
  /** Attributes that this event sets, after names and values were accepted. */
  attributes: z.array(z.tuple([z.string(), z.unknown()])),
  location: z.object({ blob: z.string(), index: z.number() }),
})

export interface Activity {
  readonly messageId: string
  readonly type: CallType
  readonly name?: string | undefined
  readonly time: number
  readonly receivedAt: number
  readonly timeCorrected: boolean
  readonly source: string
  readonly url?: string | undefined
  readonly logout: boolean
  readonly identifiers: readonly Identifier[]
  readonly previous: readonly Identifier[]
  readonly properties: Readonly<Record<string, unknown>>
  readonly attributes: readonly (readonly [string, unknown])[]
  readonly location: LogLocation
}

/** What the activity is called: the event's name for track, else the type of the call. */
export function activityType(activity: Pick<Activity, 'type' | 'name'>): string {
  return activity.type === 'track' ? (activity.name ?? 'track') : activity.type
}

/** Times up to the year 2286 have this many digits. */
const timeDigits = 13
const latestTime = 10 ** timeDigits - 1

/**
 * The key of an activity on its timeline: newest first, ties in the order of a hash, the same
 * wherever the activity is stored.
 */
export function activityKey(activity: {
  readonly time: number
  readonly messageId: string
}): string {
  return `${timeKey(activity.time)}-${sha256Hex(activity.messageId).slice(0, 32)}`
}

/** The first part of an activity's key; smaller for later times. */
export function timeKey(time: number): string {
  return String(latestTime - Math.trunc(time)).padStart(timeDigits, '0')
}
