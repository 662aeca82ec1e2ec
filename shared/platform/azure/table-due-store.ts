import { hourMs } from '../clock/durations.ts'
import { asNodeId } from '../../identity/node-id.ts'
import type { DueEntry, DueStore } from '../../profiles/due-store.ts'
import { combineCalls } from '../async/combine-calls.ts'
import { mapLimited } from '../async/map-limited.ts'
import { isoTime } from '../clock/iso-time.ts'
import { groupBy } from '../collections/group-by.ts'
import type { RowWrite, Table } from './table.ts'

const mostWrites = 100

/** Table `due`: a partition for each hour, a row for each profile. */
export function tableDueStore(table: Table): DueStore {
  // Visitors come in crowds: what is added while a write is under way goes into the next one.
  const add = combineCalls((entries: readonly DueEntry[]) =>
    writeParts(entries, async (partition, rowKeys) => {
      const writes = rowKeys.map((rowKey): RowWrite => ({ kind: 'upsert', rowKey, cells: {} }))
      await table.write(partition, writes)
    }),
  )
  return {
    add: (customerId, moment) => add({ customerId, hour: startOfHour(moment) }),
    list: async ({ before, after, top }) => {
      const range = {
        top,
        after: after && { partition: partitionOf(after.hour), rowKey: after.customerId },
      }
      const rows = await table.listBefore(partitionOf(before), range)
      return rows.map(({ partition, rowKey }) => ({
        customerId: asNodeId(rowKey),
        hour: Date.parse(`${partition}:00:00.000Z`),
      }))
    },
    remove: (entries) => removeAll(table, entries),
  }
}

/** An entry that is gone already makes its transaction fail: then each is deleted alone. */
async function removeAll(table: Table, entries: readonly DueEntry[]): Promise<void> {
  await writeParts(entries, async (partition, rowKeys) => {
    const writes = rowKeys.map((rowKey): RowWrite => ({ kind: 'delete', rowKey, etag: '*' }))
    if ((await table.write(partition, writes)).kind === 'written') return
    await mapLimited(writes, 8, (write) => table.write(partition, [write]))
  })
}

/** Cuts entries so that each part fits into one transaction. */
async function writeParts(
  entries: readonly DueEntry[],
  writePart: (partition: string, rowKeys: readonly string[]) => Promise<void>,
): Promise<void> {
  const partitions = groupBy(entries, ({ hour }) => partitionOf(hour))
  await mapLimited([...partitions], 4, async ([partition, group]) => {
    const rowKeys = [...new Set<string>(group.map(({ customerId }) => customerId))]
    for (let start = 0; start < rowKeys.length; start += mostWrites) {
      await writePart(partition, rowKeys.slice(start, start + mostWrites))
    }
  })
}

function startOfHour(moment: number): number {
  return Math.floor(moment / hourMs) * hourMs
}

function partitionOf(moment: number): string {
  return isoTime(moment).slice(0, 'YYYY-MM-DDTHH'.length)
}
