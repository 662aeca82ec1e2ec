import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aCall, type CallInit } from '../../factories/calls.ts'
import { profileOnce } from '../runtime.ts'
import { settledState } from './managing.ts'
import { post, read } from './send.ts'

const address = fc.constantFrom('batch', 'b', 'track', 'identify', 'page', 'group', 'alias', 's')

/** Members that a call has, with whatever may stand in them. */
const memberName = fc.constantFrom(
  ...['type', 'messageId', 'anonymousId', 'userId', 'previousId', 'previousIdNamespace', 'event'],
  ...['name', 'groupId', 'traits', 'properties', 'context', 'integrations', 'timestamp', 'sentAt'],
  ...['originalTimestamp', 'receivedAt', 'writeKey', '__proto__', 'constructor', 'toJSON'],
)
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    '\ud800',
    '\u0000',
    'x'.repeat(600),
  ),
  fc.constantFrom<unknown>('track', 'identify', 'alias', '2026-01-01T00:00:00Z', '9999-12-31'),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 4 }),
)
const mutated = fc.array(fc.tuple(memberName, odd), { maxLength: 6 }).map((changes): CallInit => ({
  ...aCall({ messageId: undefined }),
  ...Object.fromEntries(changes),
}))
const nested = mutated.map((call) => ({
  ...call,
  context: {
    device: call['context'],
    traits: call['traits'],
    externalIds: [{ id: call['name'], type: call['userId'] }],
  },
}))
const batch = fc.record({
  batch: fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.oneof(mutated, nested, odd), { maxLength: 8 }) },
    { weight: 1, arbitrary: odd },
  ),
  context: fc.option(odd),
  sentAt: fc.option(odd),
})
const text = fc.oneof(
  fc.json({ maxDepth: 6 }),
  ...[mutated, nested, batch].map((json) => json.map((value) => JSON.stringify(value))),
)
const bytes = fc.oneof(
  { weight: 6, arbitrary: text.map((value) => Buffer.from(value)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)) },
  {
    weight: 1,
    arbitrary: fc.tuple(text, fc.nat()).map(([value, at]) => {
      const cut = Buffer.from(value)
      return cut.subarray(0, at % (cut.length + 1))
    }),
  },
)

const headerValue = fc.oneof(
  fc.constantFrom('', 'gzip', 'deflate', 'br', 'identity', 'text/plain', 'Basic x', 'null', '*'),
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code < 0x7f || code > 0x9f)
      .map((code) => String.fromCharCode(code)),
    maxLength: 40,
  }),
)
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'content-encoding',
    'x-request-id',
    'origin',
    'accept',
    'authorization',
    'cookie',
    'x-forwarded-for',
    'user-agent',
    'accept-encoding',
    'x-http-method-override',
  ),
  headerValue,
  { maxKeys: 3 },
)
const encoding = fc.constantFrom('', '', '', 'gzip', 'deflate', 'lie')
const request = fc.record({ address, bytes, headers, encoding })

interface Body {
  readonly success: unknown
  readonly error?: { readonly code: string }
}

/** Whatever comes in, the answer is one of ours, and what was accepted can be worked off. */
export function fuzzingSuite(url: () => string): void {
  it('answers anything with JSON, never with an error of its own', async () => {
    let good = 0
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 6, maxLength: 6 }), async (requests) => {
        good += 1
        const beside = { anonymousId: 'fuzz-good', event: 'Good', messageId: `good-${good}` }
        const [answer, ...answers] = await Promise.all([
          post(url(), 'track', beside),
          ...requests.map((one) => sendOne(url(), one)),
        ])
        expect(answer).toMatchObject({ status: 200, json: { accepted: 1 } })
        for (const { status, json } of answers) {
          expect([200, 400, 413, 415]).toContain(status)
          const { success, error } = json as Body
          expect(success).toBe(status === 200)
          if (status !== 200) expect(error?.code).toMatch(/^[A-Z][A-Za-z]+$/)
        }
      }),
      { numRuns: 50 },
    )
    await profileOnce(url(), 'anonymousId:fuzz-good', (found) => found.activityCount === good)
  })

  it('works off everything that was accepted', async () => {
    const { events } = await settledState(url())
    expect(events.applied + events.duplicates + events.unowned).toBe(events.accepted)
    const health = await read(url(), '/health', 'admin')
    expect(health.json).toMatchObject({ status: 'ok', pendingBlobs: 0, failedBlobs: 0 })
  })
}

function sendOne(
  url: string,
  {
    address,
    bytes,
    headers,
    encoding,
  }: { address: string; bytes: Buffer; headers: Record<string, string>; encoding: string },
) {
  switch (encoding) {
    case 'gzip':
      return post(url, address, gzipSync(bytes), { ...headers, 'content-encoding': 'gzip' })
    case 'deflate':
      return post(url, address, deflateSync(bytes), { ...headers, 'content-encoding': 'deflate' })
    case 'lie':
      return post(url, address, bytes, { ...headers, 'content-encoding': 'gzip' })
    default:
      return post(url, address, bytes, headers)
  }
}
