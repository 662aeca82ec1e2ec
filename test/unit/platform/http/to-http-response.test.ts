import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../../../shared/expression/compile-expression.ts'
import {
  AccessError,
  ConfigError,
  ConflictError,
  NotFoundError,
  type PasserbyError,
  TransientError,
  ValidationError,
} from '../../../../shared/platform/errors/errors.ts'
import type { ErrorCode } from '../../../../shared/platform/errors/error-catalogue.ts'
import { docsAt, errorAnswerSchema } from '../../../../shared/platform/http/error-answer.ts'
import { toHttpResponse as translate } from '../../../../shared/platform/http/to-http-response.ts'
import { shopSettings } from '../../../factories/shop-model.ts'

const docsOf = docsAt('http://passerby')
const toHttpResponse = (error: unknown) => translate(error, docsOf)
const fields = (code: ErrorCode) => ({ code, message: 'why' })

describe('an error', () => {
  it.each<[PasserbyError, number]>([
    [new ValidationError(fields('InvalidCall')), 400],
    [new ValidationError(fields('EventTooLarge')), 413],
    [new ValidationError(fields('BatchTooLarge')), 413],
    [new ValidationError(fields('TooManyCalls')), 413],
    [new ValidationError(fields('UnsupportedEncoding')), 415],
    [new AccessError(fields('Unauthorized')), 401],
    [new AccessError(fields('Forbidden')), 403],
    [new NotFoundError(fields('ProfileNotFound')), 404],
    [new ConflictError(fields('JobRunning')), 409],
    [new TransientError(fields('StorageUnavailable')), 503],
    [new ConfigError(fields('InvalidSettings')), 500],
  ])('is answered with its status: %s', (error, status) => {
    const { code, message } = error
    expect(toHttpResponse(error)).toMatchObject({ status, jsonBody: { error: { code, message } } })
  })

  it('says when to try again, where that helps', () => {
    expect(toHttpResponse(new TransientError(fields('Contention'))).headers).toHaveProperty(
      'Retry-After',
    )
    expect(toHttpResponse(new ConflictError(fields('JobRunning'))).headers).toEqual({})
  })

  it('says where the problem is, as far as it is known', () => {
    const docs = 'http://passerby/docs/errors.md#invalidcall'
    const details = [{ code: 'InvalidCall' as const, message: 'm', target: '/batch/0' }]
    const error = new ValidationError({ ...fields('InvalidCall'), target: '/batch', details })
    expect(toHttpResponse(error).jsonBody).toEqual({
      error: { code: 'InvalidCall', message: 'why', target: '/batch', details, docs },
    })
    expect(toHttpResponse(new ValidationError(fields('InvalidCall'))).jsonBody).toEqual({
      error: { code: 'InvalidCall', message: 'why', docs },
    })
  })

  it('of an expression says where in it, from the first character on', () => {
    const errorOf = (text: string): unknown => {
      try {
        return compileFilter(text, shopSettings)
      } catch (error) {
        return error
      }
    }
    const { status, jsonBody } = toHttpResponse(errorOf("city eq '🎉' and cty eq 1"))
    expect(status).toBe(400)
    expect(jsonBody.error).toMatchObject({ code: 'UnknownProperty', innererror: { position: 17 } })
    expect(toHttpResponse(errorOf('= 5')).jsonBody.error.innererror).toEqual({ position: 0 })
    expect(errorAnswerSchema.parse(jsonBody)).toEqual(jsonBody)
  })

  it.each([new Error('secret: ann@example.com'), 'secret', undefined, { code: 'secret' }])(
    'that is none of ours says nothing of its inside: %s',
    (error) => {
      const { status, jsonBody } = toHttpResponse(error)
      expect(status).toBe(500)
      expect(JSON.stringify(jsonBody)).not.toContain('secret')
    },
  )
})
