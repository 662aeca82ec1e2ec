import * as z from 'zod'
import { identifierKey, uniqueIdentifiers, type Identifier } from '../../identity/identifier.ts'
import { asNodeId, type NodeId } from '../../identity/node-id.ts'
import { activityKey, activitySchema, type Activity } from '../../profiles/activity.ts'
import type {
  HintKind,
  NodeArchive,
  NodeCommit,
  NodeItem,
  NodePlace,
  NodeStore,
  StoredNode,
} from '../../profiles/node-store.ts'
import { restoreFacts, storeFacts } from '../../profiles/stored-facts.ts'
import { sha256Hex } from '../ids/hash.ts'
import { packJson, unpackJson } from './packed-json.ts'
import {
  behindPrefix,
  type Cells,
  type PlacedRow,
  type RowWrite,
  type StoredRow,
  type Table,
} from './table.ts'

const identifierSchema = z.object({ namespace: z.string(), value: z.string() })
const nodeRow = 'node'
const activityPrefix = 'a-'
const hintPrefixes = { passed: 'h0-', unpassed: 'h1-' } as const
/** A transaction takes 100 rows. */
const mostRows = 100
const hintsAtOnce = 1000

const archiveSchema = z.object({
  state: z.enum(['archiving', 'archived', 'returning']),
  place: z.object({ blob: z.string(), offset: z.number(), length: z.number() }),
})

/** Beside the facts, where its activities are. */
const storedSchema = z.looseObject({ archive: archiveSchema.optional() })

/**
 * Table `identities`: a partition for each identifier, with the row `node` and one row for each
 * activity. Every write includes the node row with its ETag and a higher version; hints beyond the
 * node, which are only ever added, do without.
 */
export function tableNodeStore(table: Table): NodeStore {
  return {
    read: async (id) => {
      const row = await table.get(id, nodeRow)
      return row === undefined ? undefined : storedNode(row)
    },
    readVersion: async (id) => {
      const row = await table.get(id, nodeRow, ['version'])
      return row === undefined ? 0 : Number(row.cells['version'])
    },
    commit: async (id, commit) => {
      const version = (commit.base?.version ?? 0) + 1
      const outcome = await table.write(id, commitWrites(commit, version))
      const etag = outcome.kind === 'written' ? outcome.etags.get(nodeRow) : undefined
      if (etag === undefined) return { kind: 'conflict' }
      const archive = archiveAfter(commit)
      return { kind: 'committed', node: { facts: commit.facts, version, etag, archive } }
    },
    readActivity: async (id, key) => {
      const row = await table.get(id, activityPrefix + key)
      return row === undefined ? undefined : storedActivity(row)
    },
    listActivities: async (id, { after = '', before, top }) => {
      const rows = await table.list(id, {
        after: activityPrefix + after,
        before: before === undefined ? behindPrefix(activityPrefix) : activityPrefix + before,
        top,
      })
      return rows.map((row) => ({
        key: row.rowKey.slice(activityPrefix.length),
        activity: storedActivity(row),
      }))
    },
    addHintRows: async (id, homes, kind) => {
      const writes = uniqueIdentifiers(homes).map((home): RowWrite => {
        const rowKey = hintPrefixes[kind] + sha256Hex(identifierKey(home)).slice(0, 32)
        return { kind: 'upsert', rowKey, cells: packJson(home) }
      })
      for (let start = 0; start < writes.length; start += mostRows) {
        await table.write(id, writes.slice(start, start + mostRows))
      }
    },
    hintRowPages: async function* (id, kind) {
      const kinds = kind === undefined ? (['passed', 'unpassed'] as const) : [kind]
      for (const one of kinds) yield* hintPages(table, id, one)
    },
    list: async (digits, { after = { partition: digits, rowKey: '' }, top }) => {
      const rows = await table.listBefore(behindPrefix(digits), { after, top })
      const last = rows.length < top ? undefined : rows.at(-1)
      return { items: rows.flatMap(itemOf), after: last && placeOf(last) }
    },
  }
}

function placeOf({ partition, rowKey }: PlacedRow): NodePlace {
  return { partition, rowKey }
}

/** Hints say nothing of their own. */
function itemOf(row: PlacedRow): NodeItem[] {
  const id = asNodeId(row.partition)
  if (row.rowKey === nodeRow) return [{ kind: 'node', id, node: storedNode(row) }]
  if (!row.rowKey.startsWith(activityPrefix)) return []
  const key = row.rowKey.slice(activityPrefix.length)
  return [{ kind: 'activity', id, key, activity: storedActivity(row) }]
}

async function* hintPages(
  table: Table,
  id: NodeId,
  kind: HintKind,
): AsyncGenerator<readonly Identifier[]> {
  const prefix = hintPrefixes[kind]
  for (let after: string = prefix; ;) {
    const rows = await table.list(id, { after, before: behindPrefix(prefix), top: hintsAtOnce })
    yield rows.map(({ cells }) => identifierSchema.parse(unpackJson(cells)))
    const last = rows.at(-1)
    if (last === undefined || rows.length < hintsAtOnce) return
    after = last.rowKey
  }
}

function archiveAfter({ base, archive = base?.archive }: NodeCommit): NodeArchive | undefined {
  return archive === 'live' ? undefined : archive
}

function commitWrites(commit: NodeCommit, version: number): RowWrite[] {
  const { base, facts, insert = [], replace = [], remove = [] } = commit
  const archive = archiveAfter(commit)
  const isTouched = insert.length + replace.length + remove.length > 0
  if (base?.archive !== undefined && isTouched && commit.archive === undefined) {
    throw new Error('activities of a node that is not live are written by who brings it back')
  }
  const body = { ...storeFacts(facts), ...(archive && { archive }) }
  const cells: Cells = { version, ...packJson(body) }
  const node: RowWrite =
    base === undefined
      ? { kind: 'insert', rowKey: nodeRow, cells }
      : { kind: 'replace', rowKey: nodeRow, cells, etag: base.etag }
  return [
    node,
    ...insert.map((activity) => activityWrite('insert', activity)),
    ...replace.map((activity) => activityWrite('upsert', activity)),
    ...remove.map((key): RowWrite => ({ kind: 'delete', rowKey: activityPrefix + key, etag: '*' })),
  ]
}

function activityWrite(kind: 'insert' | 'upsert', activity: Activity): RowWrite {
  return { kind, rowKey: activityPrefix + activityKey(activity), cells: packJson(activity) }
}

function storedNode(row: StoredRow): StoredNode {
  const { archive, ...stored } = storedSchema.parse(unpackJson(row.cells))
  const facts = restoreFacts(stored)
  return { facts, version: Number(row.cells['version']), etag: row.etag, archive }
}

function storedActivity(row: StoredRow): Activity {
  return activitySchema.parse(unpackJson(row.cells))
}
