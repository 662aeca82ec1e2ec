import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { NodeId } from '../identity/node-id.ts'
import { activityKey, activitySchema, type Activity } from './activity.ts'
import { profileSchema, type Profile } from './profile-row.ts'

const nodeId = z.string().transform((text) => text as NodeId)

/** Activities of a node that come one after the other. */
const pieceSchema = z.object({
  /** The key of the last of them. */
  lastKey: z.string(),
  count: z.number(),
  /** Where they lie in the blob. */
  offset: z.number(),
  length: z.number(),
})

export type ArchivePiece = z.output<typeof pieceSchema>

/**
 * What left the tables together: the profiles, and the nodes that their activities were stored
 * with. Few activities stand in the entry itself, many in pieces before it. Times in milliseconds.
 */
const entrySchema = z.object({
  archivedAt: z.number(),
  profiles: z.array(z.object({ profile: profileSchema, evaluatedAt: z.number() })),
  nodes: z.array(
    z.object({
      id: nodeId,
      activities: z.array(activitySchema),
      pieces: z.array(pieceSchema),
    }),
  ),
})

/** A node's timeline in the archive, newest first: the pieces, then what stands in the entry. */
export interface ArchivedNode {
  readonly id: NodeId
  readonly activities: readonly Activity[]
  readonly pieces: readonly ArchivePiece[]
}

/** An entry of an archive blob. */
export interface ArchiveEntry {
  readonly archivedAt: number
  readonly profiles: readonly { readonly profile: Profile; readonly evaluatedAt: number }[]
  readonly nodes: readonly ArchivedNode[]
}

/** The profile of an entry with this CustomerId. */
export function profileOf(
  entry: ArchiveEntry,
  customerId: NodeId,
): { readonly profile: Profile; readonly evaluatedAt: number } | undefined {
  return entry.profiles.find(({ profile }) => profile.customerId === customerId)
}

/**
 * Everything in an archive blob is a line of JSON in a gzip member of its own: a part is read
 * without the others, and the whole blob is plain gzip NDJSON.
 */
function compressLine(value: unknown): Uint8Array {
  return gzipSync(`${JSON.stringify(value)}\n`)
}

export function compressEntry(entry: ArchiveEntry): Uint8Array {
  return compressLine({ kind: 'entry', ...entry })
}

export function compressActivities(activities: readonly Activity[]): Uint8Array {
  return compressLine({ kind: 'activities', activities })
}

function parseLine(compressed: Uint8Array): unknown {
  return JSON.parse(gunzipSync(compressed).toString('utf8'))
}

export function parseEntry(compressed: Uint8Array): ArchiveEntry {
  return entrySchema.parse(parseLine(compressed))
}

/** The entry that a line of a whole blob is; `undefined` for the pieces of others. */
export function readEntryLine(line: string): ArchiveEntry | undefined {
  const value: unknown = JSON.parse(line)
  const isEntry = z.looseObject({ kind: z.literal('entry') }).safeParse(value).success
  return isEntry ? entrySchema.parse(value) : undefined
}

const activitiesSchema = z.object({ activities: z.array(activitySchema) })

export function parseActivities(compressed: Uint8Array): Activity[] {
  return activitiesSchema.parse(parseLine(compressed)).activities
}

/** The activities with their keys, as a timeline has them. */
export function withKeys(activities: readonly Activity[]): { key: string; activity: Activity }[] {
  return activities.map((activity) => ({ key: activityKey(activity), activity }))
}
