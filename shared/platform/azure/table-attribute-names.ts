import { sha256Hex } from '../ids/hash.ts'
import { mostAttributeNames, type AttributeNames } from '../../unify/attribute-names.ts'
import type { MetricStore } from '../../jobs/metric-store.ts'
import { TransientError } from '../errors/errors.ts'
import type { RowWrite, Table } from './table.ts'

const partition = 'attribute-names'
const countRow = '!count'
const mostAttempts = 50

/**
 * Attribute names in table `metrics`, with their count in the same partition. What this process
 * knows to be accepted is not asked again.
 */
export function tableAttributeNames(
  table: Table,
  metrics: Pick<MetricStore, 'count'>,
): AttributeNames {
  const accepted = new Set<string>()
  return {
    accept: async (names) => {
      for (const name of names) {
        if (accepted.has(name)) continue
        if (await acceptName(table, name)) accepted.add(name)
        else metrics.count('attributeNamesRefused', 1)
      }
      return new Set([...names].filter((name) => accepted.has(name)))
    },
  }
}

async function acceptName(table: Table, name: string): Promise<boolean> {
  const rowKey = sha256Hex(name)
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    if ((await table.get(partition, rowKey)) !== undefined) return true
    const count = await table.get(partition, countRow)
    const total = Number(count?.cells['total'] ?? 0)
    if (total >= mostAttributeNames) return false
    const cells = { total: total + 1 }
    const counted: RowWrite =
      count === undefined
        ? { kind: 'insert', rowKey: countRow, cells }
        : { kind: 'replace', rowKey: countRow, cells, etag: count.etag }
    const outcome = await table.write(partition, [
      { kind: 'insert', rowKey, cells: { name: name.slice(0, 1000) } },
      counted,
    ])
    if (outcome.kind === 'written') return true
  }
  throw new TransientError({ code: 'Contention', message: 'Attribute names change too often.' })
}
