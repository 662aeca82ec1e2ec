import { describe, expect, it } from 'vitest'
import { checkCall } from '../../../shared/collect/check-call.ts'
import { largestCall } from '../../../shared/collect/read-calls.ts'
import { deepestNesting } from '../../../shared/collect/nesting.ts'
import { aCall } from '../../factories/calls.ts'

function check(raw: unknown) {
  return checkCall(raw, { index: 7, newId: () => 'made-up' })
}

/** The call as it would stand in the log. */
function logged(raw: unknown): Record<string, unknown> {
  const outcome = check(raw)
  if (outcome.kind !== 'accepted') throw new Error(outcome.message)
  return JSON.parse(outcome.json) as Record<string, unknown>
}

function nested(levels: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < levels; level += 1) value = { value }
  return value
}

describe('a call that is accepted', () => {
  it.each([
    ['track', aCall()],
    ['page', { type: 'page', anonymousId: 'a' }],
    ['screen', { type: 'screen', userId: 'u' }],
    ['identify', { type: 'identify', traits: { email: 'a@b.c' } }],
    ['group', { type: 'group', groupId: 'g', userId: 'u' }],
    ['alias', { type: 'alias', previousId: 'p', userId: 'u' }],
    ['with numbers as ids', aCall({ anonymousId: 4711, userId: 0 })],
    ['with null where nothing is needed', aCall({ userId: null, context: null, properties: null })],
    ['with a time that is none', aCall({ timestamp: 12, sentAt: {} })],
    [
      'with values that are no identifiers, which is found out later',
      aCall({ anonymousId: 'null' }),
    ],
    ['with an odd, but allowed namespace', { type: 'page', context: externalId('constructor') }],
  ])('is a %s', (_name, call) => {
    expect(check(call)).toMatchObject({ kind: 'accepted' })
  })

  it('stands in the log as it was sent, members unknown to us included', () => {
    const call = aCall({ future: { 'a b': [1, null] }, timestamp: 'never' })
    expect(logged(call)).toEqual(call)
  })

  it('does not take its write key along into the log', () => {
    expect(logged(aCall({ writeKey: 'secret' }))).toEqual(aCall())
  })

  it('keeps members named __proto__ as plain ones', () => {
    const json = '{"type":"page","userId":"u","messageId":"m","__proto__":{"userId":"x"}}'
    const outcome = check(JSON.parse(json))
    expect(outcome).toMatchObject({ kind: 'accepted', json })
    expect(({} as Record<string, unknown>)['userId']).toBeUndefined()
  })

  it('may nest as deep as the bound', () => {
    expect(check(aCall({ properties: nested(deepestNesting - 1) }))).toMatchObject({
      kind: 'accepted',
    })
  })

  it('may be as large as the bound, in bytes', () => {
    const rest = Buffer.byteLength(JSON.stringify(aCall({ filler: '' })))
    const room = largestCall - rest
    expect(check(aCall({ filler: 'x'.repeat(room) })).kind).toBe('accepted')
    expect(check(aCall({ filler: 'x'.repeat(room + 1) })).kind).toBe('rejected')
    expect(check(aCall({ filler: 'ä'.repeat(room / 2 + 1) })).kind).toBe('rejected')
  })
})

describe('the id of a message', () => {
  it('is the one given, up to 256 characters', () => {
    const messageId = 'm'.repeat(256)
    expect(check(aCall({ messageId }))).toMatchObject({ messageId })
    expect(check(aCall({ messageId: `${messageId}m` }))).toMatchObject({ code: 'InvalidCall' })
  })

  it('is well-formed Unicode, so that it reads the same everywhere', () => {
    expect(check(aCall({ messageId: 'a\ud800' }))).toMatchObject({ messageId: 'a\ufffd' })
  })

  it.each([undefined, null, ''])('is a hash of the content when it is %j', (messageId) => {
    const { messageId: id } = logged(aCall({ messageId }))
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    expect(logged(aCall({ messageId: undefined, sentAt: 'later' }))['messageId']).toBe(id)
    expect(logged(aCall({ messageId: undefined, event: 'Other' }))['messageId']).not.toBe(id)
  })

  it('does not depend on the order of members', () => {
    const reversed = Object.fromEntries(Object.entries(aCall({ messageId: null })).reverse())
    expect(logged(reversed)['messageId']).toBe(logged(aCall({ messageId: null }))['messageId'])
  })

  it('is a hash when only the original time is given', () => {
    const call = aCall({ messageId: null, timestamp: null, originalTimestamp: '2026-01-01' })
    expect(logged(call)['messageId']).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is random without a time, because two equal calls may then be two events', () => {
    expect(logged(aCall({ messageId: null, timestamp: undefined }))['messageId']).toBe('made-up')
  })
})

describe('a call that is refused', () => {
  it.each<[string, unknown, string]>([
    ['no object', 'text', 'InvalidCall'],
    ['null', null, 'InvalidCall'],
    ['an array', [aCall()], 'InvalidCall'],
    ['without a type', aCall({ type: undefined }), 'InvalidCall'],
    ['with an empty type', aCall({ type: '' }), 'InvalidCall'],
    ['of an unknown type', aCall({ type: 'Track' }), 'UnknownType'],
    ['of a type that is no text', aCall({ type: 7 }), 'UnknownType'],
    ['of a type that every object has', aCall({ type: 'constructor' }), 'UnknownType'],
    ['without an identifier', aCall({ anonymousId: undefined }), 'NoIdentifier'],
    ['with ids that are null', aCall({ anonymousId: null, userId: null }), 'NoIdentifier'],
    ['with an id that is true', aCall({ userId: true }), 'InvalidCall'],
    ['with an id that is an object', aCall({ anonymousId: {} }), 'InvalidCall'],
    ['with a messageId that is a number', aCall({ messageId: 5 }), 'InvalidCall'],
    ['with properties that are text', aCall({ properties: 'x' }), 'InvalidCall'],
    ['with properties that are an array', aCall({ properties: [1] }), 'InvalidCall'],
    ['with a context that is an array', aCall({ context: [] }), 'InvalidCall'],
    ['with an event that is no text', aCall({ event: {} }), 'InvalidCall'],
    ['track without an event', aCall({ event: undefined }), 'InvalidCall'],
    ['track with an empty event', aCall({ event: '' }), 'InvalidCall'],
    ['group without a group', { type: 'group', userId: 'u' }, 'InvalidCall'],
    ['alias without a previous id', { type: 'alias', userId: 'u' }, 'InvalidCall'],
    ['nested too deep', aCall({ properties: nested(deepestNesting) }), 'InvalidCall'],
    ['nested absurdly deep', nested(100_000), 'InvalidCall'],
    ['too large', aCall({ properties: { text: 'x'.repeat(largestCall) } }), 'EventTooLarge'],
    [
      'with a reserved namespace alone',
      { type: 'page', context: externalId('customerId') },
      'NoIdentifier',
    ],
    [
      'with a namespace that is none',
      { type: 'page', context: externalId('__proto__') },
      'NoIdentifier',
    ],
  ])('is %s', (_name, call, code) => {
    expect(check(call)).toMatchObject({ kind: 'rejected', index: 7, code })
  })

  it('is answered with its messageId, cut to what an id may be', () => {
    expect(check(aCall({ type: 'x', messageId: 'm9' }))).toMatchObject({ messageId: 'm9' })
    expect(check(aCall({ messageId: 'm'.repeat(300) }))).toMatchObject({
      messageId: 'm'.repeat(256),
    })
    expect(check({ type: 'x' })).not.toHaveProperty('messageId')
  })

  it('is answered without a word of its content', () => {
    for (const call of [aCall({ type: 'ann@x' }), aCall({ userId: ['ann@x'] })]) {
      expect(JSON.stringify(check(call))).not.toContain('ann@x')
    }
  })
})

function externalId(type: string): object {
  return { externalIds: [{ type, id: 'x' }] }
}
