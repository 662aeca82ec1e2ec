import * as z from 'zod'
import { groupBy } from '../collections/group-by.ts'
import { mapLimited } from '../async/map-limited.ts'
import { TransientError } from '../errors/errors.ts'
import { sha256Hex } from '../ids/hash.ts'
import { isSameLocation } from '../../profiles/activity.ts'
import type {
  MessageEntry,
  MessageStore,
  ReplacedCopy,
  StoredMessage,
} from '../../unify/message-store.ts'
import { packJson, unpackJson } from './packed-json.ts'
import type { Cells, RowWrite, StoredRow, Table } from './table.ts'

const locationSchema = z.object({ blob: z.string(), index: z.number() })
const identifierSchema = z.object({ namespace: z.string(), value: z.string() })

const replacedSchema = z.object({
  location: locationSchema,
  home: identifierSchema.optional(),
  identifiers: z.array(identifierSchema),
  time: z.number(),
})

const entrySchema = z.object({
  messageId: z.string(),
  location: locationSchema,
  first: locationSchema.optional(),
  receivedAt: z.number(),
  time: z.number(),
  contentHash: z.string(),
  home: identifierSchema.optional(),
  identifiers: z.array(identifierSchema),
  previous: z.array(replacedSchema).default([]),
  replaced: z.array(replacedSchema).default([]),
})

/** Table `messages`: 16 partitions by the first hex digit of the hash of the messageId. */
export function tableMessageStore(table: Table): MessageStore {
  const read = async (messageId: string): Promise<StoredMessage | undefined> => {
    const { partition, rowKey } = keysOf(messageId)
    const row = await table.get(partition, rowKey)
    return row === undefined ? undefined : storedMessage(row)
  }
  return {
    read,
    insertAll: async (entries) => {
      const partitions = groupBy(entries, ({ messageId }) => keysOf(messageId).partition)
      const found = new Map<string, StoredMessage>()
      await mapLimited([...partitions], 4, async ([partition, group]) => {
        for (let start = 0; start < group.length; start += mostWrites) {
          const part = group.slice(start, start + mostWrites)
          await insertPart(table, { partition, entries: part, found, read })
        }
      })
      return found
    },
    list: async (digit, { after, top }) => {
      const range = { top, ...(after !== undefined && { after: keysOf(after).rowKey }) }
      return (await table.list(digit, range)).map((row) => storedMessage(row).entry)
    },
    replace: async (entry, etag) => {
      const { partition, rowKey } = keysOf(entry.messageId)
      const write: RowWrite = { kind: 'replace', rowKey, cells: cellsOf(entry), etag }
      const outcome = await table.write(partition, [write])
      const written = outcome.kind === 'written' ? outcome.etags.get(rowKey) : undefined
      return written === undefined ? undefined : { entry, etag: written }
    },
  }
}

const mostWrites = 100
const mostAttempts = 50

interface InsertPart {
  readonly partition: string
  readonly entries: readonly MessageEntry[]
  readonly found: Map<string, StoredMessage>
  readonly read: (messageId: string) => Promise<StoredMessage | undefined>
}

/** Inserts in one transaction; where some are there, reads which, and inserts the others. */
async function insertPart(table: Table, part: InsertPart): Promise<void> {
  let missing = part.entries
  for (let attempt = 0; missing.length > 0; attempt += 1) {
    if (attempt === mostAttempts) {
      throw new TransientError({ code: 'Contention', message: 'Messages change too often.' })
    }
    const writes = missing.map((entry): RowWrite => {
      return { kind: 'insert', rowKey: keysOf(entry.messageId).rowKey, cells: cellsOf(entry) }
    })
    const outcome = await table.write(part.partition, writes)
    if (outcome.kind === 'written') return
    const present = await mapLimited(missing, 8, ({ messageId }) => part.read(messageId))
    present.forEach((stored) => {
      if (stored !== undefined) part.found.set(stored.entry.messageId, stored)
    })
    missing = missing.filter((_, index) => present[index] === undefined)
  }
}

function keysOf(messageId: string): { partition: string; rowKey: string } {
  const hash = sha256Hex(messageId)
  return { partition: hash.slice(0, 1), rowKey: hash.slice(1) }
}

/** There is a row for each message ever seen: what is almost always the same is left out. */
function cellsOf({ first, previous, replaced, ...entry }: MessageEntry): Cells {
  return packJson({
    ...entry,
    ...(!isSameLocation(first, entry.location) && { first }),
    ...(previous.length > 0 && { previous }),
    ...(replaced.length > 0 && { replaced }),
  })
}

function storedMessage(row: StoredRow): StoredMessage {
  const { home, first, previous, replaced, ...entry } = entrySchema.parse(unpackJson(row.cells))
  return {
    etag: row.etag,
    entry: {
      ...entry,
      first: first ?? entry.location,
      home,
      previous: previous.map(replacedCopy),
      replaced: replaced.map(replacedCopy),
    },
  }
}

function replacedCopy({ home, ...copy }: z.output<typeof replacedSchema>): ReplacedCopy {
  return { ...copy, home }
}
