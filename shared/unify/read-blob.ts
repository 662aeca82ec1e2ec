import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { logLineSchema, type EventLog } from '../collect/event-log.ts'
import { ValidationError } from '../platform/errors/errors.ts'
import { normaliseCall, type NormaliseSettings } from './normalise-call.ts'
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
  const events: UnifiedEvent[] = []
  const badLines: BadLine[] = []
  lines.forEach((line, index) => {
    try {
      events.push(parseLine(line, { blob, index }, settings))
    } catch (error) {
      badLines.push({ index, message: error instanceof Error ? error.name : 'not an event' })
    }
  })
  const size = lines.reduce((sum, line) => sum + line.length, 0)
  return { blob, events, badLines, size }
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

function parseLine(
  line: string,
  location: UnifiedEvent['location'],
  settings: NormaliseSettings,
): UnifiedEvent {
  const { receivedAt, source, call } = logLineSchema.parse(JSON.parse(line))
  return normaliseCall({ location, source, call, receivedAt: Date.parse(receivedAt) }, settings)
}
