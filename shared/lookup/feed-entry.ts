import * as z from 'zod'
import { callIdentifiers } from '../collect/call-identifiers.ts'
import { callSchema, type Call } from '../collect/call-schema.ts'
import { logLineSchema } from '../collect/event-log.ts'
import type { Reject } from '../collect/reject-store.ts'
import { acceptIdentifiers } from '../identity/accept-identifiers.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import { identifierAnswerSchema } from './profile-schema.ts'

const ignoredSchema = identifierAnswerSchema
  .extend({ reason: z.string() })
  .meta({ id: 'IgnoredIdentifier' })

/** One call as the feed shows it. */
export const feedEntrySchema = z
  .object({
    time: z.iso.datetime().meta({ description: 'When it was received.' }),
    status: z.enum(['accepted', 'rejected']),
    source: z.string().meta({ description: 'The name of the write key.' }),
    type: z.string().nullable(),
    name: z.string().nullable().meta({ description: 'Of the event, page, screen or group.' }),
    messageId: z.string().nullable(),
    identifiers: z.array(identifierAnswerSchema).meta({ description: 'None of a refused call.' }),
    ignored: z.array(ignoredSchema).meta({
      description: 'What was sent as an identifier and identifies nobody, with the reason.',
    }),
    code: z.string().nullable().meta({ description: 'Of a refused call, an `ErrorCode`.' }),
    reason: z.string().nullable().meta({ description: 'Why it was refused, for people.' }),
  })
  .meta({ id: 'FeedEntry' })

export type FeedEntry = z.input<typeof feedEntrySchema>

/** The entry of a log line; none where it holds no call: unify refuses it, with the reason. */
export function acceptedEntry(line: string, namespaces: Namespaces): FeedEntry[] {
  const parsed = logLineSchema.safeParse(parseJson(line))
  if (!parsed.success || !('call' in parsed.data)) return []
  const call = callSchema.safeParse(parsed.data.call)
  if (!call.success) return []
  const { type, event, name, messageId } = call.data
  return [
    {
      time: parsed.data.receivedAt,
      status: 'accepted',
      source: parsed.data.source,
      type,
      name: event ?? name ?? null,
      messageId: messageId ?? null,
      ...judgeIdentifiers(call.data, namespaces),
      code: null,
      reason: null,
    },
  ]
}

/** Each identifier as sent, by whether it counts; an empty one was not given. */
function judgeIdentifiers(call: Call, namespaces: Namespaces) {
  const { judged } = acceptIdentifiers(namespaces, callIdentifiers(call))
  const given = judged.filter(({ sent }) => sent.value !== '')
  return {
    identifiers: given.flatMap(({ sent, outcome }) => (outcome.kind === 'accepted' ? [sent] : [])),
    ignored: given.flatMap(({ sent, outcome }) =>
      outcome.kind === 'refused' ? [{ ...sent, reason: outcome.reason }] : [],
    ),
  }
}

/** The identifiers of refused calls are not kept: what is refused is no fact about anybody. */
export function rejectedEntry(reject: Reject): FeedEntry {
  return {
    time: isoTime(reject.time),
    status: 'rejected',
    source: reject.source,
    type: reject.type ?? null,
    name: reject.name ?? null,
    messageId: reject.messageId ?? null,
    identifiers: [],
    ignored: [],
    code: reject.code,
    reason: reject.message,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
