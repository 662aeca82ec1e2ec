import { describe, expect, it } from 'vitest'
import type { CallType } from '../../../shared/collect/call-schema.ts'
import { mostCalls, readCalls } from '../../../shared/collect/read-calls.ts'

const callsOf = (body: unknown, type?: CallType) => readCalls(body, type).calls

describe('the calls of a body', () => {
  it('are the body itself, where it has no batch', () => {
    const call = { userId: 'u' }
    expect(callsOf({ ...call, type: 'page' })).toEqual([{ ...call, type: 'page' }])
  })

  it('are a batch, or a call alone', () => {
    expect(readCalls({ batch: [] }, 'page').isBatch).toBe(true)
    expect(readCalls({}, 'page').isBatch).toBe(false)
    expect(readCalls({ type: 'page' }, undefined).isBatch).toBe(false)
  })

  it('have the type of the address, which in a batch only fills a gap', () => {
    expect(callsOf({ userId: 'u' }, 'page')).toEqual([{ userId: 'u', type: 'page' }])
    expect(callsOf({ type: 'track' }, 'page')).toEqual([{ type: 'page' }])
    expect(callsOf({ batch: [{}, { type: 'track' }, 7] }, 'page')).toEqual([
      { type: 'page' },
      { type: 'track' },
      7,
    ])
  })

  it('are the items of the batch, also those that are no calls', () => {
    expect(callsOf({ batch: [{ a: 1 }, null, 'x', [2]] })).toEqual([{ a: 1 }, null, 'x', [2]])
  })

  it('get what the batch says for all of them, where they say nothing themselves', () => {
    const body = {
      context: { ip: '1', app: { name: 'shop' } },
      integrations: { All: true },
      sentAt: 's',
      batch: [{}, { context: { ip: '2' }, integrations: { All: false }, sentAt: 'own' }],
    }
    expect(callsOf(body)).toEqual([
      { context: body.context, integrations: { All: true }, sentAt: 's' },
      { context: { ip: '2', app: { name: 'shop' } }, integrations: { All: false }, sentAt: 'own' },
    ])
  })

  it('keep a context that is none, so that it is refused with the call', () => {
    const body = { context: { ip: '1' }, batch: [{ context: 'text' }, { context: null }] }
    expect(callsOf(body)).toEqual([{ context: 'text' }, { context: { ip: '1' } }])
  })

  it('are as many as the bound allows', () => {
    const batch = Array.from({ length: mostCalls }, () => ({}))
    expect(callsOf({ batch })).toHaveLength(mostCalls)
    expect(() => callsOf({ batch: [...batch, {}] })).toThrow(
      expect.objectContaining({ code: 'TooManyCalls', target: '/batch' }) as Error,
    )
  })

  it.each<[string, unknown, string | undefined]>([
    ['null', null, undefined],
    ['text', 'x', undefined],
    ['an array', [{ type: 'page' }], undefined],
    ['neither a batch nor a typed call', {}, '/batch'],
    ['a batch that is no array', { batch: {} }, '/batch'],
    ['a batch that is null', { batch: null }, '/batch'],
    ['a context that is text', { batch: [], context: 'x' }, '/context'],
    ['integrations that are an array', { batch: [], integrations: [] }, '/integrations'],
  ])('cannot be read from %s', (_name, body, target) => {
    expect(() => callsOf(body)).toThrow(
      expect.objectContaining({ code: 'InvalidCall', target }) as Error,
    )
  })
})

describe('what a batch shares with its calls', () => {
  const batch = Array.from({ length: 5000 }, () => ({ userId: 'u' }))

  it('is refused when it is too large for one call, or for so many', () => {
    const large = { batch: [{}], context: { text: 'x'.repeat(33 * 1024) } }
    expect(() => readCalls(large, 'track')).toThrow(
      expect.objectContaining({ code: 'EventTooLarge' }),
    )
    const often = { batch, context: { text: 'x'.repeat(4 * 1024) } }
    expect(() => readCalls(often, 'track')).toThrow(
      expect.objectContaining({ code: 'BatchTooLarge' }),
    )
  })

  it('is refused when it nests too deep, whatever that would do to a recursion', () => {
    const context = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as unknown
    expect(() => readCalls({ batch: [{}], context }, 'track')).toThrow(
      expect.objectContaining({ code: 'InvalidCall' }),
    )
  })
})
