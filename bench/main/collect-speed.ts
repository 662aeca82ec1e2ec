import { gzipSync } from 'node:zlib'
import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { connectStorage } from '../../shared/platform/azure/storage-clients.ts'
import { percentile } from '../measure/percentile.ts'
import { timed } from '../measure/timed.ts'
import type { Row } from '../report/row.ts'
import { spreadRows } from '../report/spread-rows.ts'
import { post } from '../runtime/client.ts'
import type { Runtime } from '../runtime/start-runtime.ts'
import { batchCalls } from './traffic.ts'

const batchSizes = [1, 10, 100] as const
const inFlight = 8
const warmUps = 5

/** Collect over HTTP, beside uploads of the same bytes; nothing else must run on the host. */
export async function measureCollect(runtime: Runtime, runs: number): Promise<Row[]> {
  const upload = await createUpload(runtime)
  const rows: Row[] = []
  for (const size of batchSizes) {
    rows.push(...(await measureAlone(runtime, { size, runs, upload })))
    rows.push(...(await measureTogether(runtime, { size, runs })))
  }
  return rows
}

type Upload = (name: string, content: Uint8Array) => Promise<unknown>

async function createUpload({ storage }: Runtime): Promise<Upload> {
  const container = connectStorage(storage).container('raw')
  await container.createIfNotExists()
  return (name, content) => container.getBlockBlobClient(name).upload(content, content.byteLength)
}

function batchBody(id: string, size: number): string {
  const visitors = Math.ceil(size / 4)
  const time = Date.now()
  const plan = { id, crowd: id, first: 0, visitors, events: size, identified: false, time }
  return JSON.stringify({ batch: batchCalls(plan) })
}

/** One request after the other; each is followed by an upload, so that both meet the same noise. */
async function measureAlone(
  runtime: Runtime,
  { size, runs, upload }: { size: number; runs: number; upload: Upload },
): Promise<Row[]> {
  const requests: number[] = []
  const uploads: number[] = []
  for (let run = -warmUps; run < runs; run += 1) {
    const body = batchBody(`alone-${size}-${run}`, size)
    const content = gzipSync(body)
    const requestMs = await timed(() => post(runtime.url, 'batch', body))
    const uploadMs = await timed(() => upload(`${size}-${run}`, content))
    if (run >= 0) requests.push(requestMs)
    if (run >= 0) uploads.push(uploadMs)
  }
  const beyond = percentile(requests, 0.95) - percentile(uploads, 0.95)
  return [
    ...spreadRows(`raw: blob upload, bytes of ${size} events`, uploads),
    ...spreadRows(`collect: batch of ${size}`, requests),
    {
      name: `collect: batch of ${size}, p95 beyond the blob write`,
      value: beyond,
      unit: 'ms',
      ...(size === 100 && { budget: { atMost: 5 } }),
    },
  ]
}

async function measureTogether(
  runtime: Runtime,
  { size, runs }: { size: number; runs: number },
): Promise<Row[]> {
  const bodies = Array.from({ length: runs }, (_, run) =>
    batchBody(`together-${size}-${run}`, size),
  )
  const times: number[] = []
  const wholeMs = await timed(() =>
    mapLimited(bodies, inFlight, async (body) => {
      times.push(await timed(() => post(runtime.url, 'batch', body)))
    }),
  )
  const name = `collect: batch of ${size}, ${inFlight} in flight`
  return [
    ...spreadRows(name, times),
    { name: `${name}, rate`, value: (runs * size * 1000) / wholeMs, unit: 'events/s' },
  ]
}
