import { describe, expect, it } from 'vitest'
import {
  AccessError,
  ConfigError,
  ConflictError,
  NotFoundError,
  type PasserbyError,
  TransientError,
  ValidationError,
} from '../../../../shared/platform/errors/errors.ts'
import { toHttpResponse } from '../../../../shared/platform/http/to-http-response.ts'

const fields = (code: string) => ({ code, message: 'why' })

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
    expect(toHttpResponse(new TransientError(fields('Busy'))).headers).toHaveProperty('Retry-After')
    expect(toHttpResponse(new ConflictError(fields('x'))).headers).toEqual({})
  })

  it('says where the problem is, as far as it is known', () => {
    const details = [{ code: 'InvalidCall', message: 'm', target: '/batch/0' }]
    const error = new ValidationError({ ...fields('x'), target: '/batch', details })
    expect(toHttpResponse(error).jsonBody).toEqual({
      error: { code: 'x', message: 'why', target: '/batch', details },
    })
    expect(toHttpResponse(new ValidationError(fields('x'))).jsonBody).toEqual({
      error: { code: 'x', message: 'why' },
    })
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
