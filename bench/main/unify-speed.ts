import { hourOfBlob } from '../../shared/collect/event-log.ts'
import { eventsQueue } from '../../shared/platform/azure/create-deployment.ts'
import { busEventQueue } from '../../shared/platform/azure/bus-event-queue.ts'
import { connectServiceBus } from '../../shared/platform/azure/service-bus.ts'
import type { Row } from '../report/row.ts'
import { waitUntilWorkedOff } from '../runtime/client.ts'
import type { Runtime } from '../runtime/start-runtime.ts'
import { benchContext, type BenchContext } from './bench-context.ts'
import { eventsPerBlob, usualBatch } from './shapes.ts'
import { writeBlob } from './write-blob.ts'

const crowd = 'backlog'

/** How fast the runtime works off a backlog: first visitors it never saw, then the same again. */
export async function measureUnify(runtime: Runtime, blobs: number): Promise<Row[]> {
  const context = benchContext(runtime.storage, '')
  const bus = connectServiceBus(runtime.serviceBus)
  const announce = busEventQueue(bus, eventsQueue).announce
  try {
    const rows: Row[] = []
    for (const part of ['new', 'returning']) {
      const names = await writeBacklog(context, part, blobs)
      const announcedAt = Date.now()
      await announce(names)
      await waitUntilWorkedOff(runtime)
      const seconds = ((await lastReceiptAt(context, names)) - announcedAt) / 1000
      rows.push({
        name: `unify: backlog of ${blobs} blobs, ${part} visitors`,
        value: (blobs * eventsPerBlob) / seconds,
        unit: 'events/s',
        budget: { atLeast: 150 },
      })
    }
    return rows
  } finally {
    await bus.close()
  }
}

async function writeBacklog(context: BenchContext, part: string, blobs: number): Promise<string[]> {
  const names: string[] = []
  for (let group = 0; group < blobs; group += 1) {
    const plan = usualBatch({ crowd, identified: false, id: `${crowd}-${part}-${group}`, group })
    names.push(await writeBlob(context, plan))
  }
  return names
}

async function lastReceiptAt(context: BenchContext, blobs: readonly string[]): Promise<number> {
  const wanted = new Set(blobs)
  const hours = [...new Set(blobs.map(hourOfBlob))]
  const lists = await Promise.all(hours.map((hour) => context.receiptStore.list(hour)))
  const receipts = lists.flat().filter(({ blob }) => wanted.has(blob))
  const isWhole = receipts.length === wanted.size
  if (!isWhole || receipts.some(({ status }) => status !== 'done')) {
    throw new Error('unify gave up on blobs of the backlog')
  }
  return Math.max(...receipts.map(({ time }) => time))
}
