import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import type * as z from 'zod'
import type { CorrectionFact } from '../identity/correction.ts'
import { PhonesNotLoaded, withPhones } from '../identity/phone-number.ts'
import { logLineSchema, type EventLog } from '../collect/event-log.ts'
import { ValidationError } from '../platform/errors/errors.ts'
import { normaliseCall, type NormaliseSettings } from './normalise-call.ts'
import { normaliseFact } from './normalise-fact.ts'
import type { UnifiedEvent } from './unified-event.ts'

const decompress = promisify(gunzip)
/** Collect closes a blob far below this; more is not ours. */
const largestBlob = 512 * 1024 * 1024

/** A line that is no event, with the reason. */
export interface BadLine {
  readonly index: number
  readonly message: string
}

export interface BlobEvents {
  readonly blob: string
  readonly events: readonly UnifiedEvent[]
  /** What stewards said. */
  readonly facts: readonly CorrectionFact[]
  readonly badLines: readonly BadLine[]
  /** Length of the text of all lines. */
  readonly size: number
}

/** Reads the events of a log blob; a line that is none does not affect the others. */
export async function readBlob(
  log: EventLog,
  blob: string,
  settings: NormaliseSettings,
): Promise<BlobEvents> {
  const lines = await readLogLines(log, blob)
  const size = lines.reduce((sum, line) => sum + line.length, 0)
  const read = await withPhones(settings.namespaces, () => readLines(lines, blob, settings))
  return { blob, ...read, size }
}

function readLines(
  lines: readonly string[],
  blob: string,
  settings: NormaliseSettings,
): Omit<BlobEvents, 'blob' | 'size'> {
  const events: UnifiedEvent[] = []
  const facts: CorrectionFact[] = []
  const badLines: BadLine[] = []
  lines.forEach((line, index) => {
    try {
      const parsed = logLineSchema.parse(JSON.parse(line))
      if ('fact' in parsed) {
        const fact = normaliseFact(parsed.fact, settings.namespaces)
        if (fact !== undefined) facts.push(fact)
      } else events.push(eventOf(parsed, { blob, index }, settings))
    } catch (error) {
      if (error instanceof PhonesNotLoaded) throw error
      badLines.push({ index, message: error instanceof Error ? error.name : 'not an event' })
    }
  })
  return { events, facts, badLines }
}

/** The lines of a log blob, as text. */
export async function readLogLines(log: Pick<EventLog, 'read'>, blob: string): Promise<string[]> {
  const compressed = await log.read(blob)
  if (compressed === undefined) {
    throw new ValidationError({ code: 'LogBlobMissing', message: `Log blob ${blob} is missing.` })
  }
  const content = await decompress(compressed, { maxOutputLength: largestBlob })
  return content
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
}

type CallLine = Extract<z.output<typeof logLineSchema>, { readonly call: unknown }>

function eventOf(
  { receivedAt, source, call }: CallLine,
  location: UnifiedEvent['location'],
  settings: NormaliseSettings,
): UnifiedEvent {
  return normaliseCall({ location, source, call, receivedAt: Date.parse(receivedAt) }, settings)
}
