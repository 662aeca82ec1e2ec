import { unifyEvents, type UnifyContext } from '../../shared/unify/unify-events.ts'
import type { UnifiedEvent } from '../../shared/unify/unified-event.ts'
import { memoryStorage, testContext } from '../../test/doubles/test-context.ts'
import { createCounter, sumOf } from '../measure/counter.ts'
import { countedTable } from '../main/counted-stores.ts'
import { timed } from '../measure/timed.ts'
import type { Crowd } from './crowds.ts'

/** What one event of a crowd costs. */
export interface EventCost {
  readonly n: number
  readonly reads: number
  readonly writes: number
  readonly ms: number
}

export interface CrowdCost {
  readonly crowd: Crowd
  readonly marks: readonly EventCost[]
  readonly eventsPerSecond: number
  /** The largest row that stands for an identifier, in bytes. */
  readonly largestNode: number
  /** What the process needs beyond the rows it stores, in MiB. */
  readonly heapMiB: number
}

const mostInBatch = 50

/** Unifies the events of a crowd in memory: those to look at alone, the others in batches. */
export async function measureCrowd(crowd: Crowd): Promise<CrowdCost> {
  const storage = memoryStorage()
  const counter = createCounter()
  const context = testContext(storage, {
    table: (table, name) => countedTable(table, name, counter),
  })
  const marks: EventCost[] = []
  let spent = 0
  for (let n = 1; n <= crowd.events;) {
    const mark = crowd.marks.find((one) => one >= n) ?? crowd.events
    const size = n === mark ? 1 : Math.min(mostInBatch, mark - n)
    const events = Array.from({ length: size }, (_, index) => eventOf(crowd, n + index))
    counter.take()
    const ms = await timed(() => unify(context, events))
    spent += ms
    const counts = counter.take()
    if (n === mark) marks.push({ n, ms, reads: readsOf(counts), writes: writesOf(counts) })
    n += size
  }
  return {
    crowd,
    marks,
    eventsPerSecond: (crowd.events / spent) * 1000,
    largestNode: largestNode(storage),
    heapMiB: process.memoryUsage().heapUsed / 1024 / 1024,
  }
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

function largestNode(storage: ReturnType<typeof memoryStorage>): number {
  const nodes = storage.tables.identities.rows().filter(([, { rowKey }]) => rowKey === 'node')
  const sizes = nodes.map(([, { cells }]) =>
    Object.values(cells).reduce<number>(
      (sum, cell) => sum + (cell instanceof Uint8Array ? cell.byteLength : 8),
      0,
    ),
  )
  return sizes.reduce((most, size) => Math.max(most, size), 0)
}
