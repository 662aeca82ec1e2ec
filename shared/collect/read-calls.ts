import { ValidationError } from '../platform/errors/errors.ts'
import { batchSchema, type CallType } from './call-schema.ts'
import { deepestNesting, isNestedTooDeep } from './nesting.ts'

/** The largest call, as JSON in UTF-8, in bytes. */
export const largestCall = 32 * 1024

/** The most calls one request may carry. */
export const mostCalls = 5000

/** What a request carries: a call alone, or the items of a batch. */
export interface RequestCalls {
  readonly calls: readonly unknown[]
  readonly isBatch: boolean
}

/**
 * The calls of a body: the body itself, whose type is that of the address, or the items of its
 * `batch`, to which the batch's own `context`, `integrations` and `sentAt` and the type of the
 * address (`undefined` for the batch address) are added where an item has none.
 */
export function readCalls(body: unknown, type: CallType | undefined): RequestCalls {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ValidationError({
      code: 'InvalidCall',
      message: 'The body must be a JSON object: one call, or { "batch": [calls] }.',
    })
  }
  if (!Object.hasOwn(body, 'batch')) {
    if (type !== undefined) return { calls: [{ ...body, type }], isBatch: false }
    if (Object.hasOwn(body, 'type')) return { calls: [body], isBatch: false }
    throw new ValidationError({
      code: 'InvalidCall',
      message: 'The body needs `batch`, an array of calls, or the `type` of a single call.',
      target: '/batch',
    })
  }
  const parsed = batchSchema.safeParse(body)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? ['batch']
    throw new ValidationError({
      code: 'InvalidCall',
      message: `\`${path.join('.')}\` must be ${path[0] === 'batch' ? 'an array of calls' : 'an object'}.`,
      target: `/${path.join('/')}`,
    })
  }
  const { batch } = parsed.data
  if (batch.length > mostCalls) {
    throw new ValidationError({
      code: 'TooManyCalls',
      message: `The batch has ${batch.length} calls; at most ${mostCalls} are taken.`,
      target: '/batch',
    })
  }
  const shared = { ...(body as Record<string, unknown>), type }
  checkExpansion(parsed.data, batch.length)
  return { calls: batch.map((item) => withShared(item, shared)), isBatch: true }
}

/** What all calls of a request may have together once the batch's own members are added, in bytes. */
const largestExpansion = 16 * 1024 * 1024

/** A small body must not become a large one by what its batch shares with thousands of calls. */
function checkExpansion(
  { context, integrations }: { context?: unknown; integrations?: unknown },
  calls: number,
): void {
  if (isNestedTooDeep([context, integrations])) {
    throw new ValidationError({
      code: 'InvalidCall',
      message: `The batch's context may nest at most ${deepestNesting} levels deep.`,
      target: '/context',
    })
  }
  const sharedBytes = Buffer.byteLength(JSON.stringify([context, integrations]))
  if (sharedBytes > largestCall) {
    throw new ValidationError({
      code: 'EventTooLarge',
      message: `The batch's context has ${sharedBytes} bytes; a call takes at most ${largestCall}.`,
      target: '/context',
    })
  }
  if (sharedBytes * calls > largestExpansion) {
    throw new ValidationError({
      code: 'BatchTooLarge',
      message: `The batch's context times ${calls} calls is too large; send fewer calls.`,
      target: '/batch',
    })
  }
}

function withShared(item: unknown, batch: Record<string, unknown>): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
  const call: Record<string, unknown> = { ...item }
  for (const name of ['context', 'integrations'] as const) {
    const shared = batch[name]
    if (typeof shared !== 'object' || shared === null) continue
    const own = call[name] ?? {}
    if (typeof own === 'object' && !Array.isArray(own)) call[name] = { ...shared, ...own }
  }
  for (const name of ['sentAt', 'type']) {
    if (call[name] === undefined && batch[name] !== undefined) call[name] = batch[name]
  }
  return call
}
