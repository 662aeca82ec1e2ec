import { describe, expect, it } from 'vitest'
import { outboundCall } from '../../../../commands/load/outbound-call.ts'
import type { Call } from '../../../../commands/load/source-record.ts'

function sent(call: Call, place: { index?: number; fileHash?: string } = {}): Call {
  const whole = { index: 3, line: 3, fileHash: 'abc', ...place }
  return JSON.parse(outboundCall(call, whole, () => false).json) as Call
}

describe('outboundCall', () => {
  it('leaves out sentAt and nothing else', () => {
    const call = { messageId: 'm', sentAt: '2026-01-01T00:00:00Z', properties: { sentAt: 1 } }
    expect(sent(call)).toEqual({ messageId: 'm', properties: { sentAt: 1 } })
  })

  it('gives a call without a messageId the same one in every run over the same file', () => {
    expect(sent({ event: 'a' })).toEqual(sent({ event: 'a' }))
    expect(sent({ messageId: null })).toEqual({ messageId: sent({})['messageId'] })
    const ids = [sent({}), sent({}, { index: 4 }), sent({}, { fileHash: 'def' })]
    expect(new Set(ids.map((call) => call['messageId'])).size).toBe(3)
  })

  it('leaves an odd messageId to the server', () => {
    expect(sent({ messageId: 7 })).toEqual({ messageId: 7 })
  })
})
