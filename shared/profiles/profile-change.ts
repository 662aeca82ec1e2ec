import * as z from 'zod'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import type { Profile, ProfileRow, RowContent } from './profile-row.ts'

/** How a profile came to have its identifiers. Time in milliseconds, of the worker. */
export const profileChangeSchema = z.object({
  time: z.number(),
  change: z.enum(['created', 'merged', 'split']),
  /** The CustomerIds before. */
  from: z.array(z.string()),
  because: z.object({
    messageIds: z.array(z.string()).optional(),
    correctionId: z.string().optional(),
    settingsVersion: z.number().optional(),
  }),
})

export type ProfileChange = z.output<typeof profileChangeSchema>

/** What makes rows change: events at hand, a correction, or other settings. */
export interface Cause {
  readonly events?: readonly {
    readonly messageId: string
    readonly identifiers: readonly Identifier[]
    /** False where it was begun before. */
    readonly isNew: boolean
  }[]
  readonly correctionId?: string
  readonly settingsVersion?: number
}

/** The rows of a component before and after. */
export interface RowsChange {
  readonly before: ReadonlyMap<NodeId, ProfileRow | undefined>
  readonly after: ReadonlyMap<NodeId, RowContent>
  readonly cause: Cause
  readonly now: number
}

/** The history that a row is to be written with, and what of it is to be counted. */
export interface RowHistory {
  readonly history: readonly ProfileChange[]
  /** Profiles that became part of this one. */
  readonly merges: number
  /** 1 for a profile that left others, which go on. */
  readonly splits: number
}

const mostChanges = 20
const mostMessages = 3

/** What a row must remember; one that is no profile keeps what it remembers. */
export function rowHistory(id: NodeId, change: RowsChange): RowHistory {
  const history = change.before.get(id)?.history ?? []
  const content = change.after.get(id)
  if (content?.kind !== 'profile') return { history, merges: 0, splits: 0 }
  const origin = originOf(content.profile, change)
  const steps = stepsOf(id, origin)
  if (steps.length === 0) return { history, merges: 0, splits: 0 }
  const because = reasonOf(content.profile, origin, change.cause)
  const fresh = steps.map((step) => ({ ...step, time: change.now, because }))
  const taken = origin.ceased.flatMap((other) => change.before.get(other)?.history ?? [])
  const isNew = origin.own === undefined
  return {
    history: latest([...fresh, ...history, ...taken]),
    merges: Math.max(0, origin.ceased.length - (isNew ? 1 : 0)),
    splits: isNew && origin.from.length > 0 && origin.ceased.length === 0 ? 1 : 0,
  }
}

/** Where the identifiers of a profile come from. */
interface Origin {
  /** The profile as it was, where it was one. */
  readonly own: Profile | undefined
  /** Other profiles that had some of them. */
  readonly from: readonly NodeId[]
  /** Of these the ones that are no more. */
  readonly ceased: readonly NodeId[]
  /** Identifiers that it had and has no more. */
  readonly lost: readonly Identifier[]
}

function originOf({ customerId, identifiers }: Profile, { before, after }: RowsChange): Origin {
  const former = new Map<NodeId, NodeId>()
  let own: Profile | undefined
  for (const row of before.values()) {
    if (row?.content.kind !== 'profile') continue
    const { profile } = row.content
    for (const { id } of profile.identifiers) former.set(id, profile.customerId)
    if (profile.customerId === customerId) own = profile
  }
  const owners = new Set(identifiers.flatMap(({ id }) => former.get(id) ?? []))
  const from = [...owners].filter((id) => id !== customerId).sort()
  const has = new Set(identifiers.map(({ id }) => id))
  return {
    own,
    from,
    ceased: from.filter((id) => after.get(id)?.kind !== 'profile'),
    lost: own?.identifiers.filter(({ id }) => !has.has(id)) ?? [],
  }
}

function stepsOf(
  id: NodeId,
  { own, from, ceased, lost }: Origin,
): Pick<ProfileChange, 'change' | 'from'>[] {
  if (own === undefined) {
    if (from.length === 0) return [{ change: 'created', from: [] }]
    return [{ change: ceased.length > 0 ? 'merged' : 'split', from: [...from] }]
  }
  return [
    ...(from.length > 0 ? [{ change: 'merged' as const, from: [id, ...from] }] : []),
    ...(lost.length > 0 ? [{ change: 'split' as const, from: [id] }] : []),
  ]
}

/** Events that carry several identifiers of hers come first: these are what links. */
function reasonOf(
  { identifiers }: Profile,
  { lost }: Origin,
  { events = [], ...cause }: Cause,
): ProfileChange['because'] {
  const concerned = new Set([...identifiers, ...lost].map(identifierKey))
  const messageIds = events
    .map(({ messageId, identifiers: named }) => {
      const count = named.filter((item) => concerned.has(identifierKey(item))).length
      return { messageId, count }
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostMessages)
    .map(({ messageId }) => messageId)
  return { ...cause, ...(messageIds.length > 0 && { messageIds }) }
}

/** Newest first, each once. */
function latest(changes: readonly ProfileChange[]): ProfileChange[] {
  const distinct = new Map(changes.map((change) => [canonicalJson(change), change]))
  return [...distinct.values()].sort((a, b) => b.time - a.time).slice(0, mostChanges)
}
