import * as z from 'zod'
import type { CorrectionStore, ListedCorrection } from '../../corrections/correction-store.ts'
import {
  addCorrectionFact,
  correctionFactSchema,
  type CorrectionFact,
} from '../../identity/correction.ts'
import { timeKey } from '../../profiles/activity.ts'
import { TransientError } from '../errors/errors.ts'
import { packJson, unpackJson } from './packed-json.ts'
import { behindPrefix, type RowWrite, type StoredRow, type Table } from './table.ts'

const partition = 'corrections'
/** A row for each correction, by its id, with its undo; and one that puts it in order of time. */
const [byId, byTime] = ['id-', 'time-']
const mostAttempts = 50

const bodySchema = z.object({ facts: z.array(correctionFactSchema) })

/** Table `corrections`: few enough, because people make them, for one partition. */
export function tableCorrectionStore(table: Table): CorrectionStore {
  const readFacts = (row: StoredRow | undefined): readonly CorrectionFact[] =>
    row === undefined ? [] : bodySchema.parse(unpackJson(row.cells)).facts
  return {
    note: async (fact) => {
      const id = fact.type === 'undo' ? fact.of : fact.id
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        const row = await table.get(partition, byId + id)
        const before = readFacts(row)
        const facts = addCorrectionFact(before, fact)
        if (facts === before) return
        const writes = [...rowWrites(byId + id, facts, row), ...timeWrites(id, before, facts)]
        if ((await table.write(partition, writes)).kind === 'written') return
      }
      throw new TransientError({
        code: 'Contention',
        message: 'A correction changes too often to write.',
      })
    },
    read: async (id) => listed(readFacts(await table.get(partition, byId + id))),
    list: async ({ top, after = '' }) => {
      const rows = await table.list(partition, {
        after: byTime + after,
        before: behindPrefix(byTime),
        top: top + 1,
      })
      const page = rows.slice(0, top)
      const value = page.flatMap((row) => listed(readFacts(row)) ?? [])
      const next = rows.length > top ? page.at(-1)?.rowKey.slice(byTime.length) : undefined
      return { value, next }
    },
  }
}

function rowWrites(
  rowKey: string,
  facts: readonly CorrectionFact[],
  row: StoredRow | undefined,
): RowWrite[] {
  const cells = packJson({ facts })
  return [
    row === undefined
      ? { kind: 'insert', rowKey, cells }
      : { kind: 'replace', rowKey, cells, etag: row.etag },
  ]
}

/** An undo that came first waits for its correction, whose time it takes to be listed. */
function timeWrites(
  id: string,
  before: readonly CorrectionFact[],
  facts: readonly CorrectionFact[],
): RowWrite[] {
  const [old, rowKey] = [timeRowKey(id, before), timeRowKey(id, facts)]
  if (rowKey === undefined) return []
  const write: RowWrite = { kind: 'upsert', rowKey, cells: packJson({ facts }) }
  const isMoved = old !== undefined && old !== rowKey
  return isMoved ? [write, { kind: 'delete', rowKey: old, etag: '*' }] : [write]
}

function timeRowKey(id: string, facts: readonly CorrectionFact[]): string | undefined {
  const found = listed(facts)
  return found && `${byTime}${timeKey(Date.parse(found.correction.at))}-${id}`
}

function listed(facts: readonly CorrectionFact[]): ListedCorrection | undefined {
  const correction = facts.find((fact) => fact.type !== 'undo')
  const undo = facts.find((fact) => fact.type === 'undo')
  return correction && { correction, undo }
}
