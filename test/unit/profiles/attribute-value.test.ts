import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttributeType } from '../../../shared/profiles/attribute-definition.ts'
import { readValue } from '../../../shared/profiles/attribute-value.ts'
import { decimalText, exactNumber } from '../../../shared/profiles/decimal-text.ts'

describe('a value', () => {
  it.each<[AttributeType, unknown, unknown]>([
    ['Edm.String', 7, '7'],
    ['Edm.String', true, 'true'],
    ['Edm.Boolean', ' TRUE ', true],
    ['Edm.Boolean', 0, false],
    ['Edm.Double', ' 1.5e3 ', 1500],
    ['Edm.Int32', '33', 33],
    ['Edm.Int32', '33.0', 33],
    ['Edm.Int32', -2147483648, -2147483648],
    ['Edm.Int64', '9007199254740993', '9007199254740993'],
    ['Edm.Int64', '-9223372036854775808', '-9223372036854775808'],
    ['Edm.Int64', '9007199254740991', 9007199254740991],
    ['Edm.Decimal', '12.30', 12.3],
    ['Edm.Decimal', '0.1000000000000000000000001', '0.1000000000000000000000001'],
    ['Edm.Decimal', 0.1, 0.1],
    ['Edm.Date', '1990-02-28', '1990-02-28'],
    ['Edm.Date', '1990-02-28T23:30:00-02:00', '1990-03-01'],
    ['Edm.DateTimeOffset', '2020-01-01T01:00+01:00', '2020-01-01T00:00:00.000Z'],
  ])('as %s %j is %j', (type, value, expected) => {
    expect(readValue(type, value)).toEqual({ kind: 'value', value: expected })
  })

  it.each<[AttributeType, unknown, string]>([
    ['Edm.String', { a: 1 }, 'wrongType'],
    ['Edm.Boolean', 'yes', 'wrongType'],
    ['Edm.Double', '1,5', 'wrongType'],
    ['Edm.Double', '', 'wrongType'],
    ['Edm.Double', '1e400', 'outOfRange'],
    ['Edm.Double', 'Infinity', 'wrongType'],
    ['Edm.Int32', 33.5, 'wrongType'],
    ['Edm.Int32', true, 'wrongType'],
    ['Edm.Int32', '2147483648', 'outOfRange'],
    ['Edm.Int64', '9223372036854775808', 'outOfRange'],
    ['Edm.Int64', 9007199254740992, 'outOfRange'],
    ['Edm.Decimal', '0x10', 'wrongType'],
    ['Edm.Date', '1990-02-30', 'wrongType'],
    ['Edm.Date', 19900228, 'wrongType'],
    ['Edm.DateTimeOffset', 'yesterday', 'wrongType'],
  ])('as %s %j is refused: %s', (type, value, reason) => {
    expect(readValue(type, value)).toEqual({ kind: 'refused', reason })
  })

  it('that removes is of every type, and without a type all are what they are', () => {
    expect(readValue('Edm.Int32', null)).toEqual({ kind: 'value', value: null })
    const any = { a: [1] }
    expect(readValue(null, any)).toEqual({ kind: 'value', value: any })
  })
})

describe('the text of a decimal number', () => {
  it.each([
    ['0012.3400', '12.34'],
    ['-0.0', '0'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['0.05', '0.05'],
    ['1e21', '1000000000000000000000'],
    ['12.5e-3', '0.0125'],
    ['+1.20E1', '12'],
  ])('%s is %s', (text, expected) => {
    expect(decimalText(text)).toBe(expected)
  })

  it('is the same for the same number, and says all of it', () => {
    const numbers = fc.tuple(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      fc.nat({ max: 20 }),
    )
    fc.assert(
      fc.property(numbers, ([digits, exponent]) => {
        const text = decimalText(`${digits}e-${exponent}`) ?? ''
        expect(decimalText(text)).toBe(text)
        const [whole = '', fraction = ''] = text.split('.')
        const scaled = BigInt(whole.replace('-', '') + fraction.padEnd(exponent, '0'))
        expect(text.startsWith('-') ? -scaled : scaled).toBe(digits)
        expect(decimalText(String(exactNumber(text)))).toBe(text)
      }),
    )
  })

  it.each(['', '.', 'e5', '1e', '1_000', '--1', '1e9999', `1${'0'.repeat(101)}`])(
    'is none of %j',
    (text) => {
      expect(decimalText(text)).toBeUndefined()
    },
  )
})
