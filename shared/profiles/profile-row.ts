import * as z from 'zod'
import type { NodeId } from '../identity/node-id.ts'
import { attributeFactSchema } from './attribute-fact.ts'
import type { ProfileChange } from './profile-change.ts'

const nodeId = z.string().transform((text) => text as NodeId)

/** An identifier of a profile. Times in milliseconds, of the events that carried it. */
const profileIdentifierSchema = z.object({
  id: nodeId,
  namespace: z.string(),
  value: z.string(),
  firstSeen: z.number(),
  lastSeen: z.number(),
})

/** A row of before has the activities that are stored with an identifier; all were the profile's. */
const storedIdentifierSchema = profileIdentifierSchema.extend({
  activityCount: z.number().optional(),
})

const laneShareSchema = z.object({
  identifiers: z.array(z.object({ namespace: z.string(), value: z.string() })),
  logout: z.boolean(),
  ranges: z.union([z.literal('all'), z.array(z.tuple([z.number(), z.number()]))]),
})

/**
 * Where activities of a profile are stored, and which of those there are hers. A home need not be
 * one of her identifiers: of a shared device a slice of its time is hers.
 */
const profileHomeSchema = z.object({
  id: nodeId,
  activityCount: z.number(),
  firstSeen: z.number(),
  lastSeen: z.number(),
  lanes: z.union([z.literal('all'), z.array(laneShareSchema)]),
})

/** A profile: one cluster of identifiers with the activities it owns and their attributes. */
export const profileSchema = z
  .object({
    customerId: nodeId,
    known: z.boolean(),
    firstSeen: z.number(),
    lastSeen: z.number(),
    activityCount: z.number(),
    attributes: z.array(attributeFactSchema),
    identifiers: z.array(storedIdentifierSchema),
    homes: z.array(profileHomeSchema).optional(),
  })
  .transform(({ identifiers, homes, ...profile }) => ({
    ...profile,
    identifiers: identifiers.map(({ activityCount: _count, ...identifier }) => identifier),
    homes: homes ?? homesOf(identifiers),
  }))

function homesOf(identifiers: readonly z.output<typeof storedIdentifierSchema>[]): ProfileHome[] {
  return identifiers.flatMap(({ id, activityCount = 0, firstSeen, lastSeen }) =>
    activityCount === 0 ? [] : [{ id, activityCount, firstSeen, lastSeen, lanes: 'all' as const }],
  )
}

export type Profile = z.output<typeof profileSchema>
export type ProfileIdentifier = z.output<typeof profileIdentifierSchema>
export type ProfileHome = z.output<typeof profileHomeSchema>

/** Stands for a profile that is in the archive; it is unknown. */
const archivedProfileSchema = z.object({
  place: z.object({ blob: z.string(), offset: z.number(), length: z.number() }),
  /** Of the profile: tells, without reading the archive, whether it still says what the facts say. */
  digest: z.string(),
})

export type ArchivedProfile = z.output<typeof archivedProfileSchema>

/** What an identifier's row says: it is the profile, it belongs to one, or it has none. */
export const rowContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('profile'), profile: profileSchema }),
  z.object({ kind: z.literal('archived'), archived: archivedProfileSchema }),
  z.object({ kind: z.literal('stub'), survivor: nodeId }),
  // Who owns its activities now; an id that was handed out while it was a profile leads there.
  z.object({ kind: z.literal('detached'), survivor: nodeId.optional() }),
])

export type RowContent = z.output<typeof rowContentSchema>

/** What others must still be told about a row; it stands in the row until they were. */
export const owedEffectSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('membership'),
    segment: z.string(),
    state: z.enum(['in', 'out']),
    known: z.boolean(),
    since: z.number(),
    version: z.number(),
  }),
  z.object({
    kind: z.literal('idChange'),
    from: nodeId,
    to: nodeId,
    time: z.number(),
    version: z.number(),
  }),
])

export type OwedEffect = z.output<typeof owedEffectSchema>
export type MembershipEffect = Extract<OwedEffect, { kind: 'membership' }>

/** One row for each identifier. The version rises with every write of new content. */
export interface ProfileRow {
  readonly content: RowContent
  readonly version: number
  readonly owed: readonly OwedEffect[]
  /** When the content was computed, in milliseconds. */
  readonly evaluatedAt: number
  /**
   * The earliest moment at which time alone may change the profile, as far as table `due` has an
   * entry for it; later events do not move it.
   */
  readonly dueAt?: number | undefined
  /** How it came about, newest first; a rebuild knows less of it. */
  readonly history: readonly ProfileChange[]
}

export interface StoredProfileRow extends ProfileRow {
  readonly etag: string
}

/** A row with the id that it stands under. */
export interface KeyedProfileRow {
  readonly id: NodeId
  readonly row: StoredProfileRow
}

/** The rows that look-ups read: a view, always computable from the facts. */
export interface ProfileStore {
  /** A row's first version is the one after this. */
  readonly firstVersion: number
  read(id: NodeId): Promise<StoredProfileRow | undefined>
  /** Rows of all ids that begin with one or two hex digits, in order of their ids, behind one. */
  list(digits: string, range: { after?: NodeId; top: number }): Promise<KeyedProfileRow[]>
  /** Writes where the row is still in the given state (`undefined`: absent), else conflicts. */
  write(
    id: NodeId,
    row: ProfileRow,
    etag: string | undefined,
  ): Promise<StoredProfileRow | undefined>
}
