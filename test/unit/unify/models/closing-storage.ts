/** One identifier: `k` is a device that many use, `d` one of a single person, `u…` are people. */
export type Id = string

/** An event: the identifiers in it, its home first while that is open. */
export interface Event {
  readonly ids: readonly Id[]
  /** When it happened. */
  readonly t: number
}

export interface Node {
  readonly version: number
  readonly events: readonly string[]
  readonly hints: readonly Id[]
  /** People whose link with `k` a steward excludes. */
  readonly excluded: readonly Id[]
  readonly closed: { readonly fan: number; readonly at: number } | null
}

export interface Row {
  readonly tag: number
  readonly content: string
}

/** Hints in rows of their own. */
export interface HintRows {
  readonly passed: readonly Id[]
  readonly unpassed: readonly Id[]
}

export interface Storage {
  /** How many people may share `k`. */
  readonly maxFan: number
  readonly time: number
  readonly nodes: Readonly<Record<Id, Node>>
  readonly hintRows: Readonly<Record<Id, HintRows>>
  readonly rows: Readonly<Record<Id, Row>>
  /** The home of each event, from when it was claimed. */
  readonly homes: Readonly<Record<string, Id>>
}

export const emptyNode: Node = { version: 0, events: [], hints: [], excluded: [], closed: null }
export const noHintRows: HintRows = { passed: [], unpassed: [] }
const emptyRow: Row = { tag: 0, content: '' }

/** One atomic storage call. */
export interface Call<R> {
  readonly label: string
  run(storage: Storage): readonly [Storage, R]
}

export function union<T extends string>(left: readonly T[], right: readonly T[]): T[] {
  return [...new Set([...left, ...right])].sort()
}

/** Keys in order, so that equal storages have equal JSON. */
function set<T>(table: Readonly<Record<string, T>>, key: string, row: T): Record<string, T> {
  const entries = Object.entries({ ...table, [key]: row })
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}

const read = <R>(label: string, of: (storage: Storage) => R): Call<R> => {
  return { label, run: (storage) => [storage, of(storage)] }
}

export const readMaxFan = read('read the rules', ({ maxFan }) => maxFan)
export const readTime = read('look at the clock', ({ time }) => time)
export const listRows = read('list rows', ({ rows }) => Object.keys(rows))

export function readNode(id: Id): Call<Node> {
  return read(`read node ${id}`, ({ nodes }) => nodes[id] ?? emptyNode)
}

export function readHintRows(id: Id): Call<HintRows> {
  return read(`read hint rows of ${id}`, ({ hintRows }) => hintRows[id] ?? noHintRows)
}

export function readRow(id: Id): Call<Row> {
  return read(`read row ${id}`, ({ rows }) => rows[id] ?? emptyRow)
}

export function changeRules(maxFan: number): Call<null> {
  return { label: `allow ${maxFan}`, run: (storage) => [{ ...storage, maxFan }, null] }
}

/** The home of an event, and whether somebody has claimed it before. */
export function claim(event: string, home: Id): Call<{ home: Id; isRetry: boolean }> {
  return {
    label: `claim ${event} for ${home}`,
    run: (storage) => {
      const known = storage.homes[event]
      if (known !== undefined) return [storage, { home: known, isRetry: true }]
      const homes = set(storage.homes, event, home)
      return [
        { ...storage, homes },
        { home, isRetry: false },
      ]
    },
  }
}

/** Writes what was made of a node, if it is still that; `isBlind`: whatever it is. */
export function writeNode(what: string, id: Id, node: Node, isBlind = false): Call<boolean> {
  return {
    label: `${what} at ${id} of version ${node.version}`,
    run: (storage) => {
      const version = storage.nodes[id]?.version ?? 0
      if (version !== node.version && !isBlind) return [storage, false]
      const nodes = set(storage.nodes, id, { ...node, version: version + 1 })
      return [{ ...storage, nodes }, true]
    },
  }
}

export function addHintRows(id: Id, kind: keyof HintRows, hints: readonly Id[]): Call<null> {
  return {
    label: `${kind} hints of ${id} to ${hints.join()}`,
    run: (storage) => {
      const before = storage.hintRows[id] ?? noHintRows
      const after = { ...before, [kind]: union(before[kind], hints) }
      return [{ ...storage, hintRows: set(storage.hintRows, id, after) }, null]
    },
  }
}

export function writeRow(id: Id, found: Row, content: string): Call<boolean> {
  return {
    label: `row ${id} := ${content}`,
    run: (storage) => {
      if ((storage.rows[id]?.tag ?? 0) !== found.tag) return [storage, false]
      return [{ ...storage, rows: set(storage.rows, id, { tag: found.tag + 1, content }) }, true]
    },
  }
}
