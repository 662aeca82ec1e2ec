import { defaultNamespaces } from '../../shared/identity/namespace-definition.ts'
import { createNamespaces, type Namespaces } from '../../shared/identity/namespaces.ts'
import type { Cells, RowWrite, Table } from '../../shared/platform/azure/table.ts'
import { unifyEvents, type UnifyContext } from '../../shared/unify/unify-events.ts'
import type { UnifiedEvent } from '../../shared/unify/unified-event.ts'
import { memoryStorage, testContext } from '../../test/doubles/test-context.ts'
import { createCounter, sumOf } from '../measure/counter.ts'
import { countedTable } from '../main/counted-stores.ts'
import { bytesNeeded, bytesOf, liveBytes } from '../measure/heap.ts'
import { timed } from '../measure/timed.ts'
import type { Crowd } from './crowds.ts'

/** What one event of a crowd costs. */
export interface EventCost {
  readonly n: number
  readonly reads: number
  readonly writes: number
  readonly ms: number
  /** What was allocated for it, in KiB. */
  readonly allocatedKiB: number
  /** What the process holds after it beside the stored rows, in MiB. */
  readonly besideRowsMiB: number
}

export interface CrowdCost {
  readonly crowd: Crowd
  readonly marks: readonly EventCost[]
  readonly eventsPerSecond: number
  /** The largest row that ever stood for an identifier, in bytes. */
  readonly largestNode: number
  /** What the next event costs where three times as many may share an identifier. */
  readonly roomier: Pick<EventCost, 'reads' | 'ms'>
}

const mostInBatch = 50
/** Unifies the events of a crowd in memory: those to look at alone, the others in batches. */
export async function measureCrowd(crowd: Crowd): Promise<CrowdCost> {
  const before = liveBytes()
  const storage = memoryStorage()
  const counter = createCounter()
  let largestNode = 0
  const noteNodes = (writes: readonly RowWrite[]): void => {
    for (const write of writes) {
      if (write.kind === 'delete' || write.rowKey !== 'node') continue
      largestNode = Math.max(largestNode, sizeOf(write.cells))
    }
  }
  const context = testContext(storage, {
    table: (table, name) => watchedTable(countedTable(table, name, counter), noteNodes),
  })
  const marks: EventCost[] = []
  let spent = 0
  for (let n = 1; n <= crowd.events;) {
    const mark = crowd.marks.find((one) => one >= n) ?? crowd.events
    const size = n === mark ? 1 : Math.min(mostInBatch, mark - n)
    const events = Array.from({ length: size }, (_, index) => eventOf(crowd, n + index))
    counter.take()
    const isMark = n === mark
    let ms = 0
    const work = async (): Promise<void> => {
      ms = await timed(() => unify(context, events))
    }
    const allocated = isMark ? await bytesNeeded(work) : await work().then(() => 0)
    spent += ms
    const counts = counter.take()
    if (isMark) {
      const [reads, writes, allocatedKiB] = [readsOf(counts), writesOf(counts), allocated / 1024]
      const besideRowsMiB = besideRows(storage, before)
      marks.push({ n, ms, reads, writes, allocatedKiB, besideRowsMiB })
    }
    n += size
  }
  const roomier = { ...context, namespaces: roomierNamespaces() }
  const ms = await timed(() => unify(roomier, [eventOf(crowd, crowd.events + 1)]))
  return {
    crowd,
    marks,
    roomier: { reads: readsOf(counter.take()), ms },
    eventsPerSecond: (crowd.events / spent) * 1000,
    largestNode,
  }
}

function roomierNamespaces(): Namespaces {
  return createNamespaces(
    defaultNamespaces.map((definition) => {
      const { maxFan } = definition
      return { ...definition, maxFan: maxFan === null ? null : 3 * maxFan }
    }),
  )
}

/** What the process holds beside the rows and what it held before, in MiB. */
function besideRows(storage: ReturnType<typeof memoryStorage>, before: number): number {
  const held = liveBytes() - before
  const rows = Object.values(storage.tables).reduce(
    (sum, table) =>
      sum + bytesOf(new Map(table.rows().map(([place, row]) => [place + row.rowKey, row]))),
    0,
  )
  return (held - rows) / 1024 / 1024
}

function eventOf(crowd: Crowd, n: number): UnifiedEvent {
  const identifiers = crowd.identifiers(n)
  const time = Date.UTC(2026, 0, 1) + n * 60_000
  return {
    ...{ messageId: `m${n}`, contentHash: String(n), location: { blob: 'b', index: n } },
    ...{ type: 'identify', name: undefined, url: undefined, source: 'web', properties: {} },
    ...{ time, receivedAt: time, timeCorrected: false, logout: false, refused: [] },
    ...{ identifiers, previous: [] },
    traits: new Map<string, unknown>([
      ['firstName', `First ${n}`],
      ['plan', 'pro'],
    ]),
  }
}

async function unify(context: UnifyContext, events: readonly UnifiedEvent[]): Promise<void> {
  const { failures } = await unifyEvents(context, events)
  const [failure] = failures.values()
  if (failure !== undefined) throw new Error('an event cannot be unified', { cause: failure })
}

function readsOf(counts: ReadonlyMap<string, number>): number {
  const isRead = ([name]: [string, number]): boolean => /\.(get|list)$/.test(name)
  return sumOf(new Map([...counts].filter(isRead)), 'table.')
}

function writesOf(counts: ReadonlyMap<string, number>): number {
  const isWrite = ([name]: [string, number]): boolean => name.endsWith('.write')
  return sumOf(new Map([...counts].filter(isWrite)), 'table.')
}

function watchedTable(table: Table, note: (writes: readonly RowWrite[]) => void): Table {
  const write: Table['write'] = (partition, writes) => {
    note(writes)
    return table.write(partition, writes)
  }
  return { ...table, write }
}

function sizeOf(cells: Cells): number {
  return Object.values(cells).reduce<number>(
    (sum, cell) => sum + (cell instanceof Uint8Array ? cell.byteLength : 8),
    0,
  )
}
