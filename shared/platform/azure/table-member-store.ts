import { asNodeId } from '../../identity/node-id.ts'
import type { MemberChange, MemberCount, MemberStore } from '../../profiles/member-store.ts'
import { groupBy } from '../collections/group-by.ts'
import { mapLimited } from '../async/map-limited.ts'
import { TransientError } from '../errors/errors.ts'
import { isoTime } from '../clock/iso-time.ts'
import { behindPrefix, type Cells, type RowWrite, type StoredRow, type Table } from './table.ts'

const shards = Array.from('0123456789abcdef')
/** `#` is not allowed in keys; `!` sorts before every CustomerId. */
const countRow = '!count'
const mostAttempts = 50
/** A transaction takes 100 writes, one of them the count. */
const mostMembers = 99

/**
 * Table `members`: 16 partitions a segment, by the first hex digit of the CustomerId. The count of
 * a partition is written in the transaction that changes its members, so it is always theirs.
 */
export function tableMemberStore(table: Table, firstVersion: number): MemberStore {
  const known: KnownCounts = { rows: new Map(), firstVersion }
  return {
    settle: async (changes) => {
      const groups = groupBy(changes, ({ customerId, effect }) =>
        partitionOf(effect.segment, customerId),
      )
      await mapLimited([...groups], 4, async ([partition, group]) => {
        for (let start = 0; start < group.length; start += mostMembers) {
          const changes = group.slice(start, start + mostMembers)
          await settlePart(table, known, { partition, changes })
        }
      })
    },
    count: async (segment) => {
      const rows = await mapLimited(shards, 8, (shard) =>
        table.get(`${segment}-${shard}`, countRow),
      )
      return rows.map(countOf).reduce(
        (sum, { known, unknown }) => ({
          known: sum.known + known,
          unknown: sum.unknown + unknown,
        }),
        { known: 0, unknown: 0 },
      )
    },
    read: async (segment, customerId) => {
      const row = await table.get(partitionOf(segment, customerId), customerId)
      return row && { customerId, ...stateOf(row) }
    },
    list: async (segment, digits, { after = digits, top }) => {
      const range = { after, before: behindPrefix(digits), top }
      const rows = await table.list(partitionOf(segment, digits), range)
      return rows.map((row) => ({ customerId: asNodeId(row.rowKey), ...stateOf(row) }))
    },
    countPart: async (segment, digit) => countOf(await table.get(`${segment}-${digit}`, countRow)),
  }
}

/** The counts as this process wrote them last; a count that is out of date only costs a try. */
interface KnownCounts {
  readonly rows: Map<string, StoredRow>
  readonly firstVersion: number
}

async function settlePart(
  table: Table,
  known: KnownCounts,
  { partition, changes }: { partition: string; changes: readonly MemberChange[] },
): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const isFirst = attempt === 0
    const [count, rows] = await Promise.all([
      (isFirst && known.rows.get(partition)) || table.get(partition, countRow),
      mapLimited(changes, 8, ({ customerId, effect }) =>
        // Nothing can stand there before the first version of a profile.
        isFirst && effect.version === known.firstVersion + 1
          ? Promise.resolve(undefined)
          : table.get(partition, customerId),
      ),
    ])
    const writes: RowWrite[] = []
    let totals = countOf(count)
    changes.forEach((change, index) => {
      const row = rows[index]
      if (row !== undefined && Number(row.cells['version']) >= change.effect.version) return
      totals = addTo(addTo(totals, stateOf(row), -1), change.effect, 1)
      writes.push(conditionalWrite(change.customerId, memberCells(change), row))
    })
    if (writes.length === 0) return
    const cells = { ...totals }
    const outcome = await table.write(partition, [
      ...writes,
      conditionalWrite(countRow, cells, count),
    ])
    const etag = outcome.kind === 'written' ? outcome.etags.get(countRow) : undefined
    if (etag === undefined) known.rows.delete(partition)
    else known.rows.set(partition, { rowKey: countRow, etag, cells })
    if (outcome.kind === 'written') return
  }
  throw new TransientError({ code: 'Contention', message: 'A segment changes too often to write.' })
}

interface MemberState {
  readonly state: 'in' | 'out'
  readonly known: boolean
}

function addTo(count: MemberCount, { state, known }: MemberState, amount: 1 | -1): MemberCount {
  if (state === 'out') return count
  return known
    ? { ...count, known: count.known + amount }
    : { ...count, unknown: count.unknown + amount }
}

function conditionalWrite(rowKey: string, cells: Cells, row: StoredRow | undefined): RowWrite {
  return row === undefined
    ? { kind: 'insert', rowKey, cells }
    : { kind: 'replace', rowKey, cells, etag: row.etag }
}

/** An exit keeps the row, as `out` with its version, so that an older entry cannot undo it. */
function memberCells({ effect }: MemberChange): Cells {
  const { state, known, since, version } = effect
  return { state, known, since: isoTime(since), version }
}

function stateOf(row: StoredRow | undefined): MemberState {
  const isIn = row?.cells['state'] === 'in'
  return { state: isIn ? 'in' : 'out', known: row?.cells['known'] === true }
}

function countOf(row: StoredRow | undefined): MemberCount {
  return { known: Number(row?.cells['known'] ?? 0), unknown: Number(row?.cells['unknown'] ?? 0) }
}

function partitionOf(segment: string, customerId: string): string {
  return `${segment}-${customerId.slice(0, 1)}`
}
