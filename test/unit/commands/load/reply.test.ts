import { describe, expect, it } from 'vitest'
import { readReply, type Reply } from '../../../../commands/load/reply.ts'

const now = Date.UTC(2026, 0, 1)

function reply(status: number, body: unknown = {}, retryAfter: string | null = null): Reply {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readReply({ status, body: text, retryAfter }, { calls: 2, now })
}

describe('readReply', () => {
  it('takes the counts of an answer', () => {
    const rejected = [{ index: 1, code: 'NoIdentifier', message: 'no id' }]
    expect(reply(200, { success: true, accepted: 1, rejected })).toEqual({
      kind: 'answered',
      accepted: 1,
      rejected,
    })
  })

  it('takes a refusal of the whole for one of every call', () => {
    const error = { code: 'InvalidJson', message: 'broken' }
    expect(reply(400, { error, success: false })).toEqual({
      kind: 'answered',
      accepted: 0,
      rejected: [
        { index: 0, ...error },
        { index: 1, ...error },
      ],
    })
  })

  it('waits as long as it is asked to, in seconds or until a date', () => {
    expect(reply(429, {}, '7')).toMatchObject({ kind: 'retry', afterMs: 7_000 })
    const date = new Date(now + 3_000).toUTCString()
    expect(reply(503, '', date)).toMatchObject({ kind: 'retry', afterMs: 3_000 })
    expect(reply(503, '', 'soon')).toMatchObject({ kind: 'retry', afterMs: undefined })
  })

  it.each([401, 403, 404, 302, 415])('finds status %d hopeless', (status) => {
    expect(reply(status, '')).toMatchObject({ kind: 'hopeless' })
  })

  it('finds another web server hopeless', () => {
    expect(reply(200, '<html>')).toMatchObject({ kind: 'hopeless' })
  })

  it('tells a request that is too large', () => {
    const error = { code: 'EventTooLarge', message: 'more than 32 KiB' }
    expect(reply(413, { error })).toEqual({ kind: 'tooLarge', note: error })
  })
})
