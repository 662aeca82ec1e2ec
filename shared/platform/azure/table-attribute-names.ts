import { sha256Hex } from '../ids/hash.ts'
import { mostAttributeNames, type AttributeNames } from '../../unify/attribute-names.ts'
import type { MetricStore } from '../../jobs/metric-store.ts'
import { TransientError } from '../errors/errors.ts'
import type { RowWrite, StoredRow, Table } from './table.ts'

const partition = 'attribute-names'
const countRow = '!count'
const mostAttempts = 50
/** A transaction takes 100 rows, one of which is the count. */
const mostNamesAtOnce = 99

/**
 * Attribute names in table `metrics`, with their count in the same partition. What this process
 * knows is not asked again: a sender that makes names up costs nothing once the bound is reached.
 */
export function tableAttributeNames(
  table: Table,
  metrics: Pick<MetricStore, 'count'>,
): AttributeNames {
  let known: KnownNames = { accepted: new Set(), isFull: false }
  return {
    accept: async (names) => {
      const isUnknown = (name: string): boolean => !known.accepted.has(name)
      for (let attempt = 0; !known.isFull && [...names].some(isUnknown); attempt += 1) {
        const limit = mostAttempts + names.size / mostNamesAtOnce
        if (attempt > limit) throw contention()
        known = await addNames(table, [...names].filter(isUnknown))
      }
      const accepted = new Set([...names].filter((name) => known.accepted.has(name)))
      if (accepted.size < names.size) {
        metrics.count('attributeNamesRefused', names.size - accepted.size)
      }
      return accepted
    },
    list: async () => acceptedIn(await table.list(partition)),
  }
}

interface KnownNames {
  readonly accepted: ReadonlySet<string>
  /** True when no further name will ever be accepted. */
  readonly isFull: boolean
}

/** Adds as many names as fit into one transaction; answers what is accepted by then. */
async function addNames(table: Table, wanted: readonly string[]): Promise<KnownNames> {
  const rows = await table.list(partition)
  const count = rows.find(({ rowKey }) => rowKey === countRow)
  const accepted = acceptedIn(rows)
  const room = mostAttributeNames - accepted.size
  const fresh = wanted
    .filter((name) => !accepted.has(name))
    .slice(0, Math.min(room, mostNamesAtOnce))
  if (fresh.length === 0) return { accepted, isFull: room <= 0 }
  const cells = { total: accepted.size + fresh.length }
  const counted: RowWrite =
    count === undefined
      ? { kind: 'insert', rowKey: countRow, cells }
      : { kind: 'replace', rowKey: countRow, cells, etag: count.etag }
  const inserts = fresh.map((name): RowWrite => ({
    kind: 'insert',
    rowKey: sha256Hex(name),
    cells: { name },
  }))
  const outcome = await table.write(partition, [...inserts, counted])
  return {
    accepted: outcome.kind === 'written' ? new Set([...accepted, ...fresh]) : accepted,
    isFull: false,
  }
}

function acceptedIn(rows: readonly StoredRow[]): ReadonlySet<string> {
  const names = rows.filter(({ rowKey }) => rowKey !== countRow)
  return new Set(names.map(({ cells }) => String(cells['name'])))
}

function contention(): TransientError {
  return new TransientError({
    code: 'Contention',
    message: 'Attribute names change too often.',
  })
}
