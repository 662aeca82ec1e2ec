/** What became of the events of one log blob. */
export interface BlobCounters {
  readonly accepted: number
  /** Distinct events on a timeline. */
  readonly applied: number
  readonly duplicates: number
  /** Distinct events that belong to nobody. */
  readonly unowned: number
  readonly rejected: number
  readonly bots: number
  /** Values not taken as identifiers, by reason. */
  readonly refusedIdentifiers: Readonly<Record<string, number>>
  /** Traits that do not count as attributes, by reason; of a wrong type also by name. */
  readonly refusedAttributes: Readonly<Record<string, number>>
}

/** The proof that a log blob was worked off, or that this was given up. Time in milliseconds. */
export interface Receipt {
  readonly blob: string
  readonly status: 'done' | 'failed'
  readonly counters: BlobCounters | undefined
  readonly time: number
  readonly reason?: string | undefined
}

/** One receipt a log blob; a retry overwrites it. */
export interface ReceiptStore {
  read(blob: string): Promise<Receipt | undefined>
  write(receipt: Receipt): Promise<void>
  /** Notes that a blob is given up, unless it has a receipt already; answers whether it did. */
  giveUp(receipt: Receipt): Promise<boolean>
  /** The receipts of the blobs of one hour folder. */
  list(hour: string): Promise<Receipt[]>
  /** Takes back a `failed` receipt, so that the blob is worked off again. */
  remove(blob: string): Promise<void>
}
