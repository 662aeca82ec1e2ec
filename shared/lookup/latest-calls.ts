import type { LoggedBlob } from '../collect/event-log.ts'
import { callsIn, secondOf } from '../collect/tally.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import { withPhones } from '../identity/phone-number.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { acceptedEntry, type FeedEntry } from './feed-entry.ts'
import type { LogSource } from './latest-blobs.ts'
import { recentBlobs } from './recent-blobs.ts'
import { recentLines, recentTimes, type RecentLine } from './recent-lines.ts'

export interface LatestQuery {
  /** Milliseconds, as all times here. */
  readonly since: number
  readonly now: number
  readonly top: number
  /** Calls received after this moment are counted, whether they are answered or not. */
  readonly countFrom: number
}

export interface LatestCalls {
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
  /** Calls by the second of their receipt. */
  readonly counts: ReadonlyMap<number, number>
}

type CallsSource = LogSource & { readonly namespaces: Namespaces }

/** Log blobs that are looked at together. */
const groupSize = 8

/**
 * The latest accepted calls. Only blobs that may hold one of them are read, and only what is
 * answered is parsed; the rest is counted by its tallies.
 */
export async function latestCalls(source: CallsSource, query: LatestQuery): Promise<LatestCalls> {
  const newest = new NewestCalls(source, query)
  const counts = new Map<number, number>()
  for await (const blobs of recentBlobs(source, query)) {
    for (let start = 0; start < blobs.length; start += groupSize) {
      const group = blobs.slice(start, start + groupSize)
      await newest.lookAt(group)
      await mapLimited(group, groupSize, (blob) => count(source, blob, query.countFrom, counts))
      // Blobs overlap by the few milliseconds of a group commit, so the whole group decides.
      const latest = await mapLimited(group, groupSize, (blob) => lastOf(source, blob))
      if (Math.max(...latest) <= Math.min(newest.floor(), query.countFrom)) {
        return { entries: newest.entries(), counts }
      }
    }
  }
  return { entries: newest.entries(), counts }
}

/** When the latest line of a blob was received; a blob without lines tells nothing. */
async function lastOf(source: LogSource, { blob, tally }: LoggedBlob): Promise<number> {
  if (tally !== undefined) return tally.last
  return (await recentTimes(source, blob)).at(-1) ?? Infinity
}

async function count(
  source: LogSource,
  { blob, tally }: LoggedBlob,
  from: number,
  counts: Map<number, number>,
): Promise<void> {
  const add = (second: number, lines: number): void => {
    counts.set(second, (counts.get(second) ?? 0) + lines)
  }
  if (from === Infinity || (tally !== undefined && tally.last <= from)) return
  if (tally !== undefined && tally.first > from) {
    for (const [second, lines] of tally.perSecond) add(second, lines)
    return
  }
  for (const time of await recentTimes(source, blob)) if (time > from) add(secondOf(time), 1)
}

interface Found {
  readonly time: number
  readonly entry: FeedEntry
}

/** Gathers the newest calls of blobs that come roughly newest first. */
class NewestCalls {
  readonly #source: CallsSource
  readonly #query: LatestQuery
  #found: readonly Found[] = []

  constructor(source: CallsSource, query: LatestQuery) {
    this.#source = source
    this.#query = query
  }

  entries(): FeedEntry[] {
    return this.#found.map(({ entry }) => entry)
  }

  /** What was not received after this moment is of no interest any more. */
  floor(): number {
    const { top, since } = this.#query
    return this.#found.length < top ? since : (this.#found.at(-1)?.time ?? since)
  }

  async lookAt(group: readonly LoggedBlob[]): Promise<void> {
    const wasFull = this.#found.length >= this.#query.top
    let rest = group.filter(({ tally }) => tally !== undefined || !wasFull)
    while (rest.length > 0) {
      const floor = this.floor()
      rest = rest.filter(({ tally }) => tally === undefined || tally.last > floor)
      const next = rest.slice(0, this.#blobsToFill(rest))
      const read = await mapLimited(next, groupSize, ({ blob }) => recentLines(this.#source, blob))
      await this.#add(read.flatMap((lines) => lines.filter(({ time }) => time > floor)))
      rest = rest.slice(next.length)
    }
  }

  /** As many as fill what is missing; when nothing is, all must be read. */
  #blobsToFill(blobs: readonly LoggedBlob[]): number {
    let missing = this.#query.top - this.#found.length
    if (missing <= 0) return blobs.length
    const enough = blobs.findIndex(({ tally }) => {
      missing -= tally === undefined ? 1 : callsIn(tally)
      return missing <= 0
    })
    return enough === -1 ? blobs.length : enough + 1
  }

  async #add(lines: readonly RecentLine[]): Promise<void> {
    const { namespaces } = this.#source
    this.#found = await withPhones(namespaces, () => this.#newest(lines))
  }

  #newest(lines: readonly RecentLine[]): Found[] {
    const { namespaces } = this.#source
    const found: Found[] = []
    for (const one of [...this.#found, ...lines].sort((a, b) => b.time - a.time)) {
      if (found.length >= this.#query.top) break
      if ('entry' in one) found.push(one)
      else found.push(...acceptedEntry(one.text, namespaces).map((entry) => ({ ...one, entry })))
    }
    return found
  }
}
