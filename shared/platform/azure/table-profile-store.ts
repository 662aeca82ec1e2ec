import * as z from 'zod'
import {
  owedEffectSchema,
  rowContentSchema,
  type ProfileRow,
  type ProfileStore,
  type StoredProfileRow,
} from '../../profiles/profile-row.ts'
import { profileChangeSchema } from '../../profiles/profile-change.ts'
import { asNodeId, type NodeId } from '../../identity/node-id.ts'
import { packJson, unpackJson } from './packed-json.ts'
import { behindPrefix, type Cells, type RowWrite, type StoredRow, type Table } from './table.ts'

const bodySchema = z.object({
  content: rowContentSchema,
  owed: z.array(owedEffectSchema),
  dueAt: z.number().optional(),
  // Rows of before have none.
  history: z.array(profileChangeSchema).default([]),
})

/** Table `profiles`: 256 partitions by the first two hex digits of the node id. */
export function tableProfileStore(table: Table, firstVersion: number): ProfileStore {
  return {
    firstVersion,
    read: async (id) => {
      const row = await table.get(partitionOf(id), id)
      return row === undefined ? undefined : storedProfileRow(row)
    },
    list: async (digits, { after, top }) => {
      const first = { partition: after?.slice(0, 2) ?? digits, rowKey: after ?? '' }
      const rows =
        digits.length === 2
          ? await table.list(digits, { after: first.rowKey, top })
          : await table.listBefore(behindPrefix(digits), { after: first, top })
      return rows.map((row) => ({ id: asNodeId(row.rowKey), row: storedProfileRow(row) }))
    },
    write: async (id, row, etag) => {
      const cells = cellsOf(row)
      const write: RowWrite =
        etag === undefined
          ? { kind: 'insert', rowKey: id, cells }
          : { kind: 'replace', rowKey: id, cells, etag }
      const outcome = await table.write(partitionOf(id), [write])
      const written = outcome.kind === 'written' ? outcome.etags.get(id) : undefined
      if (written === undefined) return undefined
      const { content, version, owed, evaluatedAt, dueAt, history } = row
      return { content, version, owed, evaluatedAt, dueAt, history, etag: written }
    },
  }
}

function storedProfileRow(row: StoredRow): StoredProfileRow {
  const { version, evaluatedAt } = row.cells
  const body = bodySchema.parse(unpackJson(row.cells))
  return {
    ...body,
    version: Number(version),
    evaluatedAt: Date.parse(String(evaluatedAt)),
    etag: row.etag,
  }
}

function cellsOf({ content, version, owed, evaluatedAt, dueAt, history }: ProfileRow): Cells {
  return {
    version,
    kind: content.kind,
    evaluatedAt: new Date(evaluatedAt).toISOString(),
    ...packJson({
      content,
      owed,
      ...(dueAt !== undefined && { dueAt }),
      ...(history.length > 0 && { history }),
    }),
  }
}

function partitionOf(id: NodeId): string {
  return id.slice(0, 2)
}
