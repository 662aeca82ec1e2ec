/** When the calls of a log blob were received: enough to count them without reading the blob. */
export interface Tally {
  /** The earliest and the latest receipt, in milliseconds. */
  readonly first: number
  readonly last: number
  /** How many were received in each second, by its first millisecond. */
  readonly perSecond: ReadonlyMap<number, number>
}

export interface Receipt {
  /** Milliseconds. */
  readonly receivedAt: number
  readonly lines: readonly string[]
  /** How many of the lines are calls; left out: all. */
  readonly calls?: number
}

/** The first millisecond of the second that a moment lies in. */
export function secondOf(time: number): number {
  return time - (time % 1000)
}

/** Counts calls that were received together; at least one receipt. */
export function tallyOf(receipts: readonly Receipt[]): Tally {
  const perSecond = new Map<number, number>()
  for (const { receivedAt, lines, calls = lines.length } of receipts) {
    const second = secondOf(receivedAt)
    perSecond.set(second, (perSecond.get(second) ?? 0) + calls)
  }
  const times = receipts.map(({ receivedAt }) => receivedAt)
  return { first: Math.min(...times), last: Math.max(...times), perSecond }
}

/** How many calls there are. */
export function callsIn({ perSecond }: Tally): number {
  return [...perSecond.values()].reduce((sum, count) => sum + count, 0)
}

/** A blob's metadata has room for 8 KiB. */
const mostSeconds = 300

/** A tally as it stands beside its blob; `undefined` when it would not fit. */
export function formatTally({ first, last, perSecond }: Tally): string | undefined {
  if (perSecond.size > mostSeconds) return undefined
  const counts = [...perSecond].map(([second, count]) => `${second / 1000}:${count}`)
  return [first, last, ...counts].join(' ')
}

const pattern = /^(\d+) (\d+)((?: \d+:\d+)+)$/

/** Reads a tally; `undefined` for what is none, as beside a blob that somebody else has put there. */
export function parseTally(text: string | undefined): Tally | undefined {
  const [, first, last, counts] = pattern.exec(text ?? '') ?? []
  if (first === undefined || last === undefined || counts === undefined) return undefined
  const perSecond = new Map(
    counts
      .trim()
      .split(' ')
      .map((pair) => pair.split(':').map(Number))
      .map(([second = 0, count = 0]) => [second * 1000, count] as const),
  )
  return { first: Number(first), last: Number(last), perSecond }
}
