import { dayMs } from '../clock/durations.ts'
import * as z from 'zod'
import type { Reject, RejectStore } from '../../collect/reject-store.ts'
import { timeKey } from '../../profiles/activity.ts'
import { groupBy } from '../collections/group-by.ts'
import type { NewId } from '../ids/new-id.ts'
import { packJson, unpackJson } from './packed-json.ts'
import type { RowWrite, Table } from './table.ts'

const rejectSchema = z.object({
  time: z.number(),
  code: z.string(),
  message: z.string(),
  messageId: z.string().optional(),
  source: z.string(),
  type: z.string().optional(),
  name: z.string().optional(),
})

const daysKept = 14

/** Table `rejects`: a partition a day, newest first. */
export function tableRejectStore(table: Table, newId: NewId, now: () => number): RejectStore {
  return {
    add: async (rejects) => {
      const byDay = groupBy(rejects, ({ time }) => dayOf(time))
      for (const [day, group] of byDay) {
        const writes = group.map((reject): RowWrite => {
          const rowKey = `${timeKey(reject.time)}-${newId()}`
          return { kind: 'insert', rowKey, cells: packJson(reject) }
        })
        for (let start = 0; start < writes.length; start += 100) {
          await table.write(day, writes.slice(start, start + 100))
        }
      }
    },
    latest: async ({ top, since }) => {
      const found: Reject[] = []
      for (let age = 0; age < daysKept && found.length < top; age += 1) {
        const moment = now() - age * dayMs
        if (dayOf(moment) < dayOf(since)) break
        const rows = await table.list(dayOf(moment), {
          before: timeKey(Math.max(since, 0)),
          top: top - found.length,
        })
        found.push(...rows.map((row) => readReject(row.cells)))
      }
      return found
    },
  }
}

function readReject(cells: Parameters<typeof unpackJson>[0]): Reject {
  const { messageId, type, name, ...reject } = rejectSchema.parse(unpackJson(cells))
  return { ...reject, messageId, type, name }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
