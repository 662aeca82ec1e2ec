import type { EventLog, LoggedBlob } from '../collect/event-log.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import { idPrefixes, shortStep, type IdPrefix } from '../platform/ids/id-prefixes.ts'
import { listBlobs } from './list-blobs.ts'

/** A second of names is listed once it is over by so much, and a last time when it is so old. */
const overMs = 2_000
/** Short enough that those who follow still ask for the whole second, `latenessMs` back. */
const settledMs = 28_000
/** Names of the running seconds are listed for at most this part of the time. */
const listingShare = 0.02
const rememberedMs = 120_000

interface Listed {
  readonly at: number
  readonly last: number
  readonly blobs: Promise<readonly LoggedBlob[]>
}

export interface Stretch {
  readonly from: number
  readonly now: number
}

/** Remembers by the second what the log has, so that it need not be listed at every look. */
export class ListedSeconds {
  readonly #log: EventLog
  readonly #clock: () => number
  readonly #seconds = new Map<string, Listed>()
  #runningAgainAt = 0
  #now = 0

  constructor(log: EventLog, clock: () => number) {
    this.#log = log
    this.#clock = clock
  }

  /** Takes over what was listed as a whole. */
  learn({ from, now }: Stretch, blobs: readonly LoggedBlob[]): void {
    this.#begin(now)
    const over = idPrefixes(from, now - overMs, shortStep).filter(({ first }) => first >= from)
    this.#remember(over, now, Promise.resolve(blobs))
  }

  /** Lists what is due and takes the rest from memory; of the running seconds some may lack. */
  async list({ from, now }: Stretch): Promise<LoggedBlob[]> {
    this.#begin(now)
    const seconds = idPrefixes(from, now + shortStep.ms, shortStep)
    const isRunning = ({ last }: IdPrefix): boolean => now <= last + overMs
    const due = seconds.filter((second) => !isRunning(second) && this.#isDue(second, now))
    this.#remember(due, now, listBlobs(this.#log, due))
    if (now >= this.#runningAgainAt) await this.#listRunning(seconds.filter(isRunning), now)
    const known = seconds.flatMap(({ prefix }) => this.#seconds.get(prefix) ?? [])
    return (await Promise.all(known.map(({ blobs }) => blobs))).flat()
  }

  #isDue({ prefix, last }: IdPrefix, now: number): boolean {
    const listedAt = this.#seconds.get(prefix)?.at ?? -Infinity
    const isSettled = now > last + settledMs
    return listedAt <= last + (isSettled ? settledMs : overMs)
  }

  async #listRunning(seconds: readonly IdPrefix[], now: number): Promise<void> {
    // Others who ask meanwhile do without.
    this.#runningAgainAt = Infinity
    try {
      const blobs = listBlobs(this.#log, seconds)
      this.#remember(seconds, now, blobs)
      await blobs
    } finally {
      const end = this.#clock()
      this.#runningAgainAt = end + (end - now) / listingShare
    }
  }

  /** A failure is not remembered. */
  #remember(
    seconds: readonly IdPrefix[],
    now: number,
    blobs: Promise<readonly LoggedBlob[]>,
  ): void {
    const bySecond = blobs.then((all) => groupBy(all, ({ blob }) => startOfId(blob)))
    for (const { prefix, last } of seconds) {
      const listed = { at: now, last, blobs: bySecond.then((all) => all.get(prefix) ?? []) }
      this.#seconds.set(prefix, listed)
      listed.blobs.catch(() => {
        if (this.#seconds.get(prefix) === listed) this.#seconds.delete(prefix)
      })
    }
  }

  /** Forgets what is old, and everything when the clock was put back: seconds come again. */
  #begin(now: number): void {
    const isBack = now < this.#now
    for (const [prefix, { last }] of this.#seconds) {
      if (isBack || last < now - rememberedMs) this.#seconds.delete(prefix)
    }
    if (isBack) this.#runningAgainAt = 0
    this.#now = now
  }
}

function startOfId(blob: string): string {
  const start = blob.lastIndexOf('/') + 1
  return blob.slice(start, start + shortStep.characters)
}
