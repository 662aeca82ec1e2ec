import * as z from 'zod'
import type { Note } from './source-record.ts'

/** A call that the server refused. */
export interface Refusal extends Note {
  /** Its place in the batch. */
  readonly index: number
}

/** What an answer to `POST /v1/batch` means. */
export type Reply =
  | { readonly kind: 'answered'; readonly accepted: number; readonly rejected: readonly Refusal[] }
  /** The request as a whole was refused for its size. */
  | { readonly kind: 'tooLarge'; readonly note: Note }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: number | undefined }
  | { readonly kind: 'hopeless'; readonly reason: string }

/** An answer of HTTP, reduced to what matters here. */
export interface RawReply {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: string
}

const refusalSchema = z.object({ index: z.number(), code: z.string(), message: z.string() })
const answerSchema = z.object({
  accepted: z.number().default(0),
  rejected: z.array(refusalSchema).default([]),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})
const retryStatuses = new Set([408, 425, 429, 500, 502, 503, 504])

/** Reads the answer to a batch of so many calls; `now` is for a `Retry-After` that is a date. */
export function readReply(raw: RawReply, { calls, now }: { calls: number; now: number }): Reply {
  const answer = readAnswer(raw.body)
  const said = answer?.error
  const reason = said === undefined ? `status ${raw.status}` : `${said.code}: ${said.message}`
  if (retryStatuses.has(raw.status)) {
    return { kind: 'retry', reason, afterMs: readRetryAfter(raw.retryAfter, now) }
  }
  switch (raw.status) {
    case 200:
      if (answer === undefined) return hopeless('it does not answer as Passerby does')
      return { kind: 'answered', accepted: answer.accepted, rejected: answer.rejected }
    case 400:
      if (answer === undefined) return hopeless('it does not answer as Passerby does')
      return { kind: 'answered', accepted: 0, rejected: refusals(answer, calls) }
    case 413:
      return { kind: 'tooLarge', note: said ?? { code: 'TooLarge', message: reason } }
    case 401:
    case 403:
      return hopeless(`the key is not accepted (${reason}); give a write key with --key`)
    default:
      return hopeless(`it answers POST /v1/batch with ${reason}`)
  }
}

type Answer = z.infer<typeof answerSchema>

function readAnswer(body: string): Answer | undefined {
  try {
    return answerSchema.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}

/** A request that is refused without naming its calls refuses all of them. */
function refusals({ rejected, error }: Answer, calls: number): Refusal[] {
  if (rejected.length > 0) return rejected
  const note = error ?? { code: 'InvalidCall', message: 'The server gives no reason.' }
  return Array.from({ length: calls }, (_item, index) => ({ ...note, index }))
}

function hopeless(reason: string): Reply {
  return { kind: 'hopeless', reason }
}

function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
