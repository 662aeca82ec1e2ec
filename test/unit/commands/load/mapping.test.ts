import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  mapRow,
  parseMapping,
  sampleMapping,
  type Mapping,
} from '../../../../commands/load/mapping.ts'

const mapping = (value: unknown): Mapping => parseMapping(JSON.stringify(value))

describe('sampleMapping', () => {
  it('makes the track calls of the sample scenario', () => {
    const row = {
      EventID: '6',
      EventTimeStamp: '2022-09-15 09:00:00',
      UserID: 'abc123',
      PrimaryKey: 'CookieID1',
      EventName: 'Product viewed',
    }
    expect(mapRow(sampleMapping, row)).toEqual({
      call: {
        type: 'track',
        event: 'Product viewed',
        anonymousId: 'CookieID1',
        messageId: '6',
        timestamp: '2022-09-15T09:00:00.000Z',
        properties: { UserID: 'abc123' },
      },
    })
  })
})

describe('mapRow', () => {
  it('leaves out what is empty, with objects of which nothing is left', () => {
    const { call } = mapRow(
      mapping({
        type: 'track',
        userId: '{User}',
        context: { device: { id: '{Device}' } },
        tags: ['{Device}', 'shop'],
      }),
      { User: '', Device: '' },
    )
    expect(call).toEqual({ type: 'track', tags: ['shop'] })
  })

  it('fills placeholders within a text, also empty ones', () => {
    const { call } = mapRow(mapping({ event: '{Area}/{Name} viewed', fixed: 3 }), {
      Area: 'shop',
      Name: '',
    })
    expect(call).toEqual({ event: 'shop/ viewed', fixed: 3 })
  })

  it('converts to the declared types and leaves what does not fit', () => {
    const types = { Price: 'number', Paid: 'boolean', Code: 'string' }
    const template = { p: '{Price}', b: '{Paid}', c: '{Code}', types }
    const convert = (Price: string, Paid: string): unknown =>
      mapRow(mapping(template), { Price, Paid, Code: '007' }).call
    expect(convert('12.50', 'Yes')).toEqual({ p: 12.5, b: true, c: '007' })
    expect(convert('1e3', '0')).toEqual({ p: 1000, b: false, c: '007' })
    expect(convert('12 EUR', 'maybe')).toEqual({ p: '12 EUR', b: 'maybe', c: '007' })
  })

  it('notes a time it cannot read and sends it as it is', () => {
    const mapped = mapRow(mapping({ timestamp: '{At}' }), { At: '9/7/2017 0:00' })
    expect(mapped.call).toEqual({ timestamp: '9/7/2017 0:00' })
    expect(mapped.warning?.code).toBe('UnreadableTimestamp')
  })
})

describe('parseMapping', () => {
  it('refuses what is no mapping', () => {
    expect(() => parseMapping('[]')).toThrow()
    expect(() => mapping({ types: { Price: 'decimal' } })).toThrow(/types/)
  })

  it('knows the columns it reads, wherever they stand', () => {
    const wide = mapping({ a: '{A}', b: { c: ['x {B} {A}'] }, types: { C: 'number' } })
    expect(columnsOf(wide)).toEqual(['A', 'B'])
  })
})
