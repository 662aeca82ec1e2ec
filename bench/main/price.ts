import { sumOf } from '../measure/counter.ts'
import { assumptions, listPrices, type Meter } from './list-prices.ts'

/** Units of each meter. */
export type Usage = Readonly<Record<Meter, number>>

const gigabyte = 1e9

/**
 * What a number of log blobs uses, given what one costs: requests by kind, and the processor's
 * milliseconds of collect and unify. Each blob is one request of a client and one queue message.
 */
export function usageOf(
  counts: ReadonlyMap<string, number>,
  { cpuMs, blobs }: { readonly cpuMs: number; readonly blobs: number },
): Usage {
  const { busOperationsPerMessage, changeSubscribers, tracedPart, telemetryBytes } = assumptions
  const count = (name: string): number => (counts.get(name) ?? 0) * blobs
  const executions = 2 * blobs
  return {
    'table requests': sumOf(counts, 'table.') * blobs,
    'blob writes': count('blob.write'),
    'blob reads': count('blob.read'),
    'bus operations':
      busOperationsPerMessage * blobs + count('bus.changes') * (1 + 2 * changeSubscribers),
    executions,
    'GB-s': (cpuMs / 1000) * blobs * assumptions.gigabyteSecondsPerCpuSecond,
    'GB of telemetry': (executions * tracedPart * telemetryBytes) / gigabyte,
    'GB-month of tables': count('bytes.rows') / gigabyte,
    'GB-month of blobs': count('bytes.log') / gigabyte,
  }
}

/** The list price of each meter, in US dollars. */
export function priceOf(usage: Usage): ReadonlyMap<Meter, number> {
  const meters = Object.keys(listPrices) as Meter[]
  return new Map(meters.map((meter) => [meter, usage[meter] * listPrices[meter]]))
}

export function totalOf(prices: ReadonlyMap<Meter, number>): number {
  return [...prices.values()].reduce((sum, price) => sum + price, 0)
}
