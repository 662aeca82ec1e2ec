import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { RefusalCode, RejectedCall } from '../../../../shared/collect/call-outcome.ts'
import {
  collectAnswer as answerOf,
  findWriteKey,
} from '../../../../shared/platform/http/collect-answers.ts'
import { docsAt } from '../../../../shared/platform/http/error-answer.ts'
import { readJson } from '../../../../shared/platform/http/read-body.ts'
import { aRequest } from '../../../factories/http-request.ts'

const collectAnswer = (outcome: Parameters<typeof answerOf>[0]) => answerOf(outcome, docsAt(''))

const refused = (index: number, code: RefusalCode): RejectedCall => ({
  kind: 'rejected',
  index,
  code,
  message: 'why',
})

describe('the answer of collect', () => {
  it('is success when anything was accepted, with what was not', () => {
    const docs = '/docs/errors.md#eventtoolarge'
    const call = { ...refused(1, 'EventTooLarge'), messageId: 'm' }
    expect(collectAnswer({ accepted: 2, rejected: [call], isBatch: true })).toEqual({
      status: 200,
      jsonBody: {
        success: true,
        accepted: 2,
        rejected: [{ index: 1, messageId: 'm', code: 'EventTooLarge', message: 'why', docs }],
      },
    })
  })

  it.each<[string, RejectedCall[], number, string]>([
    ['an empty batch', [], 400, 'EmptyBatch'],
    ['one call', [refused(0, 'NoIdentifier')], 400, 'NoIdentifier'],
    ['a lone event that is too large', [refused(0, 'EventTooLarge')], 413, 'EventTooLarge'],
    [
      'calls refused for one reason',
      [refused(0, 'NoIdentifier'), refused(1, 'NoIdentifier')],
      400,
      'NoIdentifier',
    ],
    [
      'calls refused for several',
      [refused(0, 'UnknownType'), refused(1, 'NoIdentifier')],
      400,
      'InvalidCall',
    ],
    [
      'several events that are too large',
      [refused(0, 'EventTooLarge'), refused(1, 'EventTooLarge')],
      400,
      'InvalidCall',
    ],
  ])('is an error when nothing was: %s', (_name, rejected, status, code) => {
    const { jsonBody, ...rest } = collectAnswer({ accepted: 0, rejected, isBatch: true })
    const body = jsonBody as Record<string, unknown> & { error: { details?: unknown[] } }
    expect(rest.status).toBe(status)
    expect(body).toMatchObject({ success: false, accepted: 0, error: { code } })
    expect(body['rejected']).toHaveLength(rejected.length)
    expect(body.error.details ?? []).toHaveLength(rejected.length)
  })
})

it('a detail of the answer points to the call in a batch, and nowhere in a call alone', () => {
  const details = (isBatch: boolean): unknown => {
    const { jsonBody } = collectAnswer({
      accepted: 0,
      rejected: [refused(0, 'NoIdentifier')],
      isBatch,
    })
    return (jsonBody as { error: { details: unknown } }).error.details
  }
  const detail = { code: 'NoIdentifier', message: 'why' }
  expect(details(true)).toEqual([{ ...detail, target: '/batch/0' }])
  expect(details(false)).toEqual([detail])
})

describe('the write key in a body', () => {
  it.each([
    ['of a call', '{"writeKey":"KEY","type":"page"}', {}],
    ['of a batch', '{"batch":[],"writeKey":"KEY"}', {}],
    ['that is compressed', gzipSync('{"writeKey":"KEY"}'), { 'content-encoding': 'gzip' }],
  ])('is found: %s', async (_name, body, headers) => {
    expect(await findWriteKey(aRequest({ body, headers }))).toBe('KEY')
  })

  it.each([
    '',
    'no JSON',
    '[]',
    '{}',
    'null',
    '"x"',
    '{"writeKey":7}',
    '{"batch":[{"writeKey":"K"}]}',
  ])('is not in %j', async (body) => {
    expect(await findWriteKey(aRequest({ body }))).toBeUndefined()
  })

  it('may stand in the address, where a beacon has it', async () => {
    const request = aRequest({ path: '/beacon/v1/batch?writeKey=KEY', body: '{"writeKey":"K"}' })
    expect(await findWriteKey(request)).toBe('KEY')
    expect(await findWriteKey(aRequest({ path: '/?writeKey=', body: '{}' }))).toBeUndefined()
  })

  it('leaves the body to be read again', async () => {
    const request = aRequest({ body: '{"writeKey":"KEY"}' })
    await findWriteKey(request)
    expect(await readJson(request)).toEqual({ writeKey: 'KEY' })
  })
})
