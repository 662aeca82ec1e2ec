import type { HttpRequest, HttpResponseInit } from '@azure/functions'
import * as z from 'zod'
import type { CollectOutcome } from '../../collect/accept-calls.ts'
import type { collectAnswerSchema } from '../../collect/collect-answer.ts'
import { rejectedCallSchema } from '../../collect/collect-answer.ts'
import type { ErrorCode } from '../errors/error-catalogue.ts'
import { ValidationError } from '../errors/errors.ts'
import { errorAnswerSchema, type DocsOf } from './error-answer.ts'
import { readAddress } from './http-request.ts'
import { readJson } from './read-body.ts'
import { toHttpResponse } from './to-http-response.ts'

/** The answer of collect where nothing was accepted. */
export const refusalSchema = errorAnswerSchema
  .extend({
    success: z.literal(false),
    accepted: z.literal(0),
    rejected: z.array(rejectedCallSchema),
  })
  .meta({ id: 'CollectRefusal' })

/** The answer of collect; a request of which nothing was accepted is an error. */
export function collectAnswer(
  { accepted, rejected, isBatch }: CollectOutcome,
  docsOf: DocsOf,
): HttpResponseInit {
  const items = rejected.map((call) => item(call, docsOf))
  if (accepted > 0) {
    const jsonBody: z.input<typeof collectAnswerSchema> = {
      success: true,
      accepted,
      rejected: items,
    }
    return { status: 200, jsonBody }
  }
  const [only, ...more] = rejected
  const code =
    only === undefined ? 'EmptyBatch' : more.length === 0 ? only.code : sharedCode(rejected)
  const message =
    only === undefined
      ? 'The batch has no calls.'
      : more.length === 0
        ? only.message
        : `None of the ${rejected.length} calls can be accepted.`
  const details = rejected.map((call) => ({
    code: call.code,
    message: call.message,
    ...(isBatch && { target: `/batch/${call.index}` }),
  }))
  const response = toHttpResponse(new ValidationError({ code, message, details }), docsOf)
  return { ...response, jsonBody: { ...refusalAnswer(response.jsonBody), rejected: items } }
}

function sharedCode(rejected: CollectOutcome['rejected']): ErrorCode {
  const codes = new Set(rejected.map(({ code }) => code))
  const [code = 'InvalidCall'] = codes
  // A batch is too large as a whole only by its own size: its items being so is bad content.
  return codes.size === 1 && code !== 'EventTooLarge' ? code : 'InvalidCall'
}

function item(
  { index, messageId, code, message }: CollectOutcome['rejected'][number],
  docsOf: DocsOf,
): z.input<typeof rejectedCallSchema> {
  return {
    index,
    ...(messageId !== undefined && { messageId }),
    code,
    message,
    docs: docsOf(code),
  }
}

/** Makes the answer of an error one of collect. */
export function refusalAnswer(body: object): object {
  return { ...body, success: false, accepted: 0, rejected: [] }
}

/** Beacons have the write key in the address, old browser libraries in the body. */
export async function findWriteKey(request: HttpRequest): Promise<string | undefined> {
  const inAddress = readAddress(request).query.get('writeKey') ?? ''
  if (inAddress !== '') return inAddress
  try {
    const body = await readJson(request.clone())
    if (typeof body !== 'object' || body === null || !('writeKey' in body)) return undefined
    return typeof body.writeKey === 'string' ? body.writeKey : undefined
  } catch (error) {
    // Without a key in the head an unreadable body carries none either: the answer is 401.
    if (error instanceof ValidationError) return undefined
    throw error
  }
}
