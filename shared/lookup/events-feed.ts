import * as z from 'zod'
import { callIdentifiers } from '../collect/call-identifiers.ts'
import { callSchema } from '../collect/call-schema.ts'
import { logHour, logLineSchema } from '../collect/event-log.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { identifierAnswerSchema } from './profile-schema.ts'
import { readLogLines } from '../unify/read-blob.ts'
import type { Context } from '../workspace/context.ts'

export interface FeedQuery {
  /** Only calls received after this moment, in milliseconds. */
  readonly since: number
  readonly status: 'accepted' | 'rejected' | undefined
  readonly top: number
}

/** One call as the feed shows it. */
export const feedEntrySchema = z
  .object({
    time: z.iso.datetime().meta({ description: 'When it was received.' }),
    status: z.enum(['accepted', 'rejected']),
    source: z.string().meta({ description: 'The name of the write key.' }),
    type: z.string().nullable(),
    name: z.string().nullable().meta({ description: 'Of the event, page, screen or group.' }),
    messageId: z.string().nullable(),
    identifiers: z.array(identifierAnswerSchema),
    code: z.string().nullable().meta({ description: 'Of a refused call, an `ErrorCode`.' }),
    reason: z.string().nullable().meta({ description: 'Why it was refused, for people.' }),
  })
  .meta({ id: 'FeedEntry' })

export type FeedEntry = z.input<typeof feedEntrySchema>

type FeedContext = Pick<Context, 'eventLog' | 'rejectStore' | 'now'>

/** The latest calls, newest first, accepted ones from the log and refused ones with the reason. */
export async function eventsFeed(context: FeedContext, query: FeedQuery): Promise<FeedEntry[]> {
  const [accepted, rejected] = await Promise.all([
    query.status === 'rejected' ? [] : latestAccepted(context, query),
    query.status === 'accepted' ? [] : latestRejected(context, query),
  ])
  return [...accepted, ...rejected]
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .slice(0, query.top)
}

/** How far back the feed looks for calls when nothing says since when. */
const furthestBackMs = 7 * 24 * 60 * 60_000

async function latestAccepted(context: FeedContext, query: FeedQuery): Promise<FeedEntry[]> {
  const from = Math.max(query.since, context.now() - furthestBackMs)
  const hours = await context.eventLog.hours(logHour(from))
  const entries: FeedEntry[] = []
  for (const hour of hours.reverse()) {
    const blobs = await context.eventLog.list(hour)
    for (const blob of blobs.reverse()) {
      const all = await readEntries(context, blob)
      const fresh = all.filter(({ time }) => Date.parse(time) > query.since)
      entries.push(...fresh.reverse())
      // Blobs overlap by the few milliseconds of a group commit, so one more is looked at.
      const isOlder = all.length > 0 && fresh.length === 0
      if (isOlder || entries.length >= query.top * 2) return entries
    }
  }
  return entries
}

/** What cannot be read is left out: unify refuses it, where the reason is found. */
async function readEntries(context: FeedContext, blob: string): Promise<FeedEntry[]> {
  try {
    return (await readLogLines(context.eventLog, blob)).flatMap(feedEntry)
  } catch (error) {
    if (error instanceof TransientError) throw error
    return []
  }
}

function feedEntry(line: string): FeedEntry[] {
  const parsed = logLineSchema.safeParse(parseJson(line))
  if (!parsed.success) return []
  const call = callSchema.safeParse(parsed.data.call)
  if (!call.success) return []
  const { type, event, name, messageId } = call.data
  const { identifiers, previous } = callIdentifiers(call.data)
  return [
    {
      time: parsed.data.receivedAt,
      status: 'accepted',
      source: parsed.data.source,
      type,
      name: event ?? name ?? null,
      messageId: messageId ?? null,
      identifiers: [...identifiers, ...previous],
      code: null,
      reason: null,
    },
  ]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function latestRejected(context: FeedContext, query: FeedQuery): Promise<FeedEntry[]> {
  const rejects = await context.rejectStore.latest({ top: query.top, since: query.since })
  return rejects.map(({ time, source, messageId, code, message }) => ({
    time: isoTime(time),
    status: 'rejected',
    source,
    type: null,
    name: null,
    messageId: messageId ?? null,
    identifiers: [],
    code,
    reason: message,
  }))
}
