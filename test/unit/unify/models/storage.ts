/** An identifier, and with it its node, its profile row and its CustomerId. */
export type Id = string
/** One accepted copy of a message: `m1/2` is the second copy of message `m1`. */
export type FactId = string

/** The node row with its activities and hints: one partition, one transaction. */
export interface NodeRow {
  readonly tag: number
  readonly version: number
  readonly facts: readonly FactId[]
  /** Identifiers to read as well; a hint links nothing. */
  readonly hints: readonly Id[]
}

export interface MessageRow {
  readonly tag: number
  readonly winner: FactId
  /** Copies that lost after they may have been applied, and are not yet taken out of their homes. */
  readonly previous: readonly FactId[]
  /** Copies that were in `previous` once. */
  readonly replaced: readonly FactId[]
}

export type Content =
  | { readonly kind: 'profile'; readonly members: readonly Id[]; readonly facts: readonly FactId[] }
  | { readonly kind: 'stub'; readonly survivor: Id }
  | { readonly kind: 'detached' }

/** `in`, `out`, or `to:<id>` for an id change. */
export type Effect = string

export interface ProfileRow {
  readonly tag: number
  readonly version: number
  readonly content: Content
  readonly owed: readonly Effect[]
}

export interface MemberRow {
  readonly in: boolean
  readonly version: number
}

export interface Storage {
  readonly nodes: Readonly<Record<Id, NodeRow>>
  readonly messages: Readonly<Record<string, MessageRow>>
  readonly profiles: Readonly<Record<Id, ProfileRow>>
  /** The one segment of the model: everyone who has a profile. */
  readonly members: Readonly<Record<Id, MemberRow>>
  readonly count: number
  readonly published: readonly string[]
  /** Not stored by anyone: every effect that a written row ever owed. */
  readonly promised: readonly string[]
  /** Not stored by anyone: profiles that were written with less than they had. */
  readonly lapsed: readonly Id[]
}

export const emptyStorage: Storage = {
  nodes: {},
  messages: {},
  profiles: {},
  members: {},
  count: 0,
  published: [],
  promised: [],
  lapsed: [],
}

/** One atomic storage call; its result is plain JSON. */
export interface Call<R> {
  readonly label: string
  run(storage: Storage): readonly [Storage, R]
}

export const emptyNode: NodeRow = { tag: 0, version: 0, facts: [], hints: [] }

/** Keys in order, so that equal storages have equal JSON. */
function set<T>(table: Readonly<Record<string, T>>, key: string, row: T): Record<string, T> {
  const entries = Object.entries({ ...table, [key]: row })
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}

export function union(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set([...left, ...right])].sort()
}

export function readNode(id: Id): Call<NodeRow> {
  return { label: `read node ${id}`, run: (storage) => [storage, storage.nodes[id] ?? emptyNode] }
}

/** Writes by the ETag read (`tag` 0: inserts); true, or false for 412 and 409. */
export function writeNode(what: string, id: Id, row: NodeRow): Call<boolean> {
  return {
    label: `${what} at node ${id} by ETag ${row.tag}`,
    run: (storage) => {
      if ((storage.nodes[id]?.tag ?? 0) !== row.tag) return [storage, false]
      const nodes = set(storage.nodes, id, { ...row, tag: row.tag + 1 })
      return [{ ...storage, nodes }, true]
    },
  }
}

/** The row after the call: the new one, or the one in its way. */
export function insertMessage(message: string, fact: FactId): Call<MessageRow> {
  return {
    label: `insert message ${fact}`,
    run: (storage) => {
      const found = storage.messages[message]
      if (found !== undefined) return [storage, found]
      const row = { tag: 1, winner: fact, previous: [], replaced: [] }
      return [{ ...storage, messages: set(storage.messages, message, row) }, row]
    },
  }
}

/** The row as written, or null for 412. */
export function writeMessage(message: string, row: MessageRow): Call<MessageRow | null> {
  return {
    label: `write message ${row.winner} previous [${row.previous.join()}] by ETag ${row.tag}`,
    run: (storage) => {
      if (storage.messages[message]?.tag !== row.tag) return [storage, null]
      const written = { ...row, tag: row.tag + 1 }
      return [{ ...storage, messages: set(storage.messages, message, written) }, written]
    },
  }
}

export function readProfile(id: Id): Call<ProfileRow | null> {
  return { label: `read profile ${id}`, run: (storage) => [storage, storage.profiles[id] ?? null] }
}

/** Writes a row over the one found (null: inserts); the row as written, or null for 412 and 409. */
export function writeProfile(
  id: Id,
  found: ProfileRow | null,
  row: Omit<ProfileRow, 'tag'>,
): Call<ProfileRow | null> {
  const tag = found?.tag ?? 0
  return {
    label: `write profile ${id} := ${describe(row)} by ETag ${tag}`,
    run: (storage) => {
      if ((storage.profiles[id]?.tag ?? 0) !== tag) return [storage, null]
      const written = { ...row, tag: tag + 1 }
      const promised = union(storage.promised, announcements(id, row))
      const lapsed = lacks(row, storage.profiles[id]) ? union(storage.lapsed, [id]) : storage.lapsed
      const profiles = set(storage.profiles, id, written)
      return [{ ...storage, promised, lapsed, profiles }, written]
    },
  }
}

function lacks(row: Omit<ProfileRow, 'tag'>, before: ProfileRow | undefined): boolean {
  const { content } = row
  if (content.kind !== 'profile' || before?.content.kind !== 'profile') return false
  return before.content.facts.some((fact) => !content.facts.includes(fact))
}

/** Member row and count in one transaction, skipped where the row has this version or a newer one. */
export function writeMember(id: Id, row: MemberRow): Call<null> {
  return {
    label: `member ${id} ${row.in ? 'in' : 'out'} of version ${row.version}`,
    run: (storage) => {
      const found = storage.members[id]
      const isKnown = found !== undefined && found.version >= row.version
      return [isKnown ? storage : withMember(storage, id, row), null]
    },
  }
}

function withMember(storage: Storage, id: Id, row: MemberRow): Storage {
  const count = storage.count + Number(row.in) - Number(storage.members[id]?.in ?? false)
  return { ...storage, count, members: set(storage.members, id, row) }
}

/** What `changes` tells about a row of this version. */
export function announcements(id: Id, row: Omit<ProfileRow, 'tag'>): string[] {
  return row.owed.map((effect) => `${id}@${row.version} ${effect}`)
}

export function publish(id: Id, row: ProfileRow): Call<null> {
  return {
    label: `publish ${announcements(id, row).join(', ')}`,
    run: (storage) => {
      return [{ ...storage, published: union(storage.published, announcements(id, row)) }, null]
    },
  }
}

function describe(row: Omit<ProfileRow, 'tag'>): string {
  const { content } = row
  const owes = row.owed.length > 0 ? ` owing ${row.owed.join()}` : ''
  if (content.kind === 'stub') return `stub of ${content.survivor}${owes}`
  if (content.kind === 'detached') return `detached${owes}`
  return `profile {${content.members.join()}} with [${content.facts.join()}]${owes}`
}

export function receipt(fact: FactId): Call<null> {
  return { label: `receipt of ${fact}`, run: (storage) => [storage, null] }
}

// Calls that only the simpler protocols make.

export function overwriteMember(id: Id, row: MemberRow): Call<null> {
  return {
    label: `member ${id} ${row.in ? 'in' : 'out'} of version ${row.version}, whatever is there`,
    run: (storage) => [withMember(storage, id, row), null],
  }
}

export function writeMemberAlone(id: Id, row: MemberRow): Call<number> {
  return {
    label: `member ${id} ${row.in ? 'in' : 'out'} of version ${row.version}, without the count`,
    run: (storage) => {
      const found = storage.members[id]
      if (found !== undefined && found.version >= row.version) return [storage, 0]
      const difference = Number(row.in) - Number(found?.in ?? false)
      return [{ ...storage, members: set(storage.members, id, row) }, difference]
    },
  }
}

export function addToCount(difference: number): Call<null> {
  return {
    label: `count ${difference}`,
    run: (storage) => [{ ...storage, count: storage.count + difference }, null],
  }
}

export function writeOrDeleteMember(id: Id, row: MemberRow): Call<null> {
  if (row.in) return writeMember(id, row)
  return {
    label: `delete member ${id} of version ${row.version}`,
    run: (storage) => {
      const { [id]: found, ...members } = storage.members
      if (found === undefined || found.version >= row.version) return [storage, null]
      return [{ ...storage, members, count: storage.count - Number(found.in) }, null]
    },
  }
}

export function clearPrevious(message: string): Call<null> {
  return {
    label: `clear previous of ${message}, whatever it is`,
    run: (storage) => {
      const found = storage.messages[message]
      if (found === undefined) return [storage, null]
      const replaced = union(found.replaced, found.previous)
      const row = { ...found, tag: found.tag + 1, previous: [], replaced }
      return [{ ...storage, messages: set(storage.messages, message, row) }, null]
    },
  }
}
