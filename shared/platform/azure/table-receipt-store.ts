import * as z from 'zod'
import { hourOfBlob } from '../../collect/event-log.ts'
import type { Receipt, ReceiptStore } from '../../unify/receipt-store.ts'
import { packJson, unpackJson } from './packed-json.ts'
import type { StoredRow, Table } from './table.ts'

const receiptSchema = z.object({
  blob: z.string(),
  status: z.enum(['done', 'failed']),
  counters: z
    .object({
      accepted: z.number(),
      applied: z.number(),
      duplicates: z.number(),
      unowned: z.number(),
      rejected: z.number(),
      bots: z.number(),
      refusedIdentifiers: z.record(z.string(), z.number()),
      refusedAttributes: z.record(z.string(), z.number()).default({}),
    })
    .optional(),
  time: z.number(),
  reason: z.string().optional(),
})

/** Receipts of the generation of tables that is being filled; a rebuild fills another one. */
const generation = 'g0'

/** Table `receipts`: a partition for each hour of the log. */
export function tableReceiptStore(table: Table): ReceiptStore {
  return {
    read: async (blob) => {
      const row = await table.get(partitionOf(hourOfBlob(blob)), rowKeyOf(blob))
      return row === undefined ? undefined : storedReceipt(row)
    },
    write: async (receipt) => {
      const rowKey = rowKeyOf(receipt.blob)
      await table.write(partitionOf(hourOfBlob(receipt.blob)), [
        { kind: 'upsert', rowKey, cells: { status: receipt.status, ...packJson(receipt) } },
      ])
    },
    giveUp: async (receipt) => {
      const cells = { status: receipt.status, ...packJson(receipt) }
      const outcome = await table.write(partitionOf(hourOfBlob(receipt.blob)), [
        { kind: 'insert', rowKey: rowKeyOf(receipt.blob), cells },
      ])
      return outcome.kind === 'written'
    },
    list: async (hour) => (await table.list(partitionOf(hour))).map(storedReceipt),
    remove: async (blob) => {
      await table.write(partitionOf(hourOfBlob(blob)), [
        { kind: 'delete', rowKey: rowKeyOf(blob), etag: '*' },
      ])
    },
  }
}

function storedReceipt(row: StoredRow): Receipt {
  const { counters, ...receipt } = receiptSchema.parse(unpackJson(row.cells))
  return { ...receipt, counters }
}

function partitionOf(hour: string): string {
  return `${generation}-${hour.replace('/', 'T')}`
}

function rowKeyOf(blob: string): string {
  return blob.slice(blob.lastIndexOf('/') + 1)
}
