import type { EventLog } from '../../shared/collect/event-log.ts'
import type { RowWrite, Table } from '../../shared/platform/azure/table.ts'
import type { ArchiveStore } from '../../shared/profiles/archive-store.ts'
import type { ChangeFeed } from '../../shared/profiles/change-feed.ts'
import type { Counter } from '../measure/counter.ts'

/** Counts `table.NAME.KIND` a request, and the bytes of rows that are new under `bytes.rows`. */
export function countedTable(table: Table, name: string, counter: Counter): Table {
  return {
    get: (partition, rowKey, columns) => {
      counter.add(`table.${name}.get`)
      return table.get(partition, rowKey, columns)
    },
    write: (partition, writes) => {
      counter.add(`table.${name}.write`)
      counter.add(
        'bytes.rows',
        writes.reduce((sum, write) => sum + newBytes(write), 0),
      )
      return table.write(partition, writes)
    },
    list: (partition, range) => {
      counter.add(`table.${name}.list`)
      return table.list(partition, range)
    },
    listBefore: (partition, range) => {
      counter.add(`table.${name}.list`)
      return table.listBefore(partition, range)
    },
  }
}

/** What a row takes beside its columns: keys, time, names and types. */
const rowOverhead = 200

function newBytes(write: RowWrite): number {
  if (write.kind !== 'insert') return 0
  const cells = Object.values(write.cells)
  return cells.reduce<number>(
    (sum, cell) => sum + (typeof cell === 'object' ? cell.byteLength : String(cell).length),
    rowOverhead,
  )
}

/** Counts blob writes and reads, and the bytes that stay. */
export function countedEventLog(log: EventLog, counter: Counter): EventLog {
  return {
    ...log,
    append: (blob, content, tally) => {
      counter.add('blob.write')
      counter.add('bytes.log', content.byteLength)
      return log.append(blob, content, tally)
    },
    read: (blob) => {
      counter.add('blob.read')
      return log.read(blob)
    },
  }
}

/** Counts blob writes and reads of the archive, and the bytes that stay. */
export function countedArchive(store: ArchiveStore, counter: Counter): ArchiveStore {
  return {
    ...store,
    write: (blob, content) => {
      counter.add('archive.write')
      counter.add('bytes.archive', content.byteLength)
      return store.write(blob, content)
    },
    read: (place) => {
      counter.add('archive.read')
      return store.read(place)
    },
  }
}

/** A message of the topic takes this many changes. */
const changesPerMessage = 200

/** Counts messages and changes of membership; sends nothing. */
export function countedChangeFeed(counter: Counter): ChangeFeed {
  return {
    publish: (changes) => {
      counter.add('bus.changes', Math.ceil(changes.length / changesPerMessage))
      const memberships = changes.filter(({ kind }) => kind === 'membership')
      counter.add('memberships', memberships.length)
      return Promise.resolve()
    },
  }
}
