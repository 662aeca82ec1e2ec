import * as z from 'zod'
import { correctionFactSchema, type CorrectionFact } from '../identity/correction.ts'
import type { Tally } from './tally.ts'

/** The raw facts as accepted, in immutable blobs named by time; the truth of everything else. */
export interface EventLog {
  /**
   * Writes a blob once, with its tally beside it; resolves when it is durable, also when it was
   * there already.
   */
  append(blob: string, content: Uint8Array, tally?: Tally): Promise<void>
  /** The content of a blob, or `undefined`. */
  read(blob: string): Promise<Uint8Array | undefined>
  /**
   * Names of the blobs of one hour (`YYYY-MM-DD/HH`), in order; with `start` those whose own name
   * begins so.
   */
  list(hour: string, start?: string): Promise<string[]>
  /** The same with what stands beside each blob, which makes the answer longer. */
  listTallied(hour: string, start?: string): Promise<LoggedBlob[]>
  /** The hours that have blobs, from the given one on, in order. */
  hours(from: string): Promise<string[]>
}

export interface LoggedBlob {
  readonly blob: string
  /** `undefined` where none was written with it. */
  readonly tally: Tally | undefined
}

const received = { receivedAt: z.iso.datetime(), source: z.string() }

/** One line of a log blob: a call, or what a steward said. */
export const logLineSchema = z.union([
  z.object({ ...received, call: z.record(z.string(), z.unknown()) }),
  z.object({ ...received, fact: correctionFactSchema }),
])

/** The line of a fact, as text. */
export function factLine(source: string, fact: CorrectionFact): string {
  return JSON.stringify({ receivedAt: fact.at, source, fact })
}

const factStart = /^\{"receivedAt":"[^"]*","source":"(?:[^"\\]|\\.)*","fact":/

/** True for the line of a fact, without parsing it. */
export function isFactLine(line: string): boolean {
  return factStart.test(line)
}

/** The hour folder of a moment: `YYYY-MM-DD/HH`, UTC. */
export function logHour(ms: number): string {
  const iso = new Date(ms).toISOString()
  return `${iso.slice(0, 10)}/${iso.slice(11, 13)}`
}

/** The hour folder that a blob lies in. */
export function hourOfBlob(blob: string): string {
  return blob.slice(0, blob.lastIndexOf('/'))
}

/** The first moment of an hour folder, in milliseconds. */
export function startOfHour(hour: string): number {
  return Date.parse(`${hour.replace('/', 'T')}:00:00.000Z`)
}

/** A new blob's name; sorts by time. */
export function logBlobName(now: number, id: string): string {
  return `${logHour(now)}/${id}.ndjson.gz`
}
