/**
 * List prices in US dollars, West European and US regions, pay as you go, as of 2026: the price
 * pages of Azure Table Storage and Blob Storage (hot, locally redundant), Service Bus (Standard),
 * Functions (Flex Consumption, on demand) and Log Analytics (analytics logs). Free monthly grants
 * and the fixed price of a Service Bus namespace (about 10 a month) are left out.
 */
export const listPrices = {
  'table requests': 0.00036 / 10_000,
  'blob writes': 0.055 / 10_000,
  'blob reads': 0.0043 / 10_000,
  'bus operations': 0.8 / 1_000_000,
  executions: 0.4 / 1_000_000,
  'GB-s': 0.000026,
  'GB of telemetry': 2.3,
  'GB-month of tables': 0.045,
  'GB-month of blobs': 0.02,
} as const

export type Meter = keyof typeof listPrices

/** What cannot be counted on a laptop. */
export const assumptions = {
  /** A message of the queue is sent, received and completed. */
  busOperationsPerMessage: 3,
  /** Who reads the topic `changes`; without subscribers a message costs its sending only. */
  changeSubscribers: 1,
  /** 512 MB come with a quarter of a core, so a second of a busy core is billed as 2 GB-s. */
  gigabyteSecondsPerCpuSecond: 2,
  /** Telemetry of an execution that is traced, and how many are. */
  telemetryBytes: 5_000,
  tracedPart: 0.1,
} as const
