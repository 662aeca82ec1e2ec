import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilOf, dateText, daysOf, readDate } from '../../../shared/expression/values/calendar.ts'
import {
  between,
  dateTimeOffsetOf,
  dateTimeOffsetText,
  isoText,
  readDateTimeOffset,
  shiftMoment,
} from '../../../shared/expression/values/date-time-offset.ts'
import {
  addDecimals,
  compareDecimals,
  decimalOf,
  decimalOfNumber,
  decimalText,
  decimalToNumber,
  divideDecimals,
  multiplyDecimals,
  readDecimal,
  remainderOfDecimals,
  wholeDecimal,
} from '../../../shared/expression/values/decimal.ts'
import { durationText, readDuration } from '../../../shared/expression/values/duration.ts'
import { compareNumbers, readInteger } from '../../../shared/expression/values/number-value.ts'
import { storedMoment } from '../../../shared/expression/values/stored-moment.ts'
import { readTimeOfDay, timeOfDayText } from '../../../shared/expression/values/time-of-day.ts'

const digits = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n })
const decimal = fc.tuple(digits, fc.nat(12)).map(([value, scale]) => decimalOf(value, scale))

describe('decimals', () => {
  it('are the same after writing and reading', () => {
    fc.assert(
      fc.property(decimal, (one) => {
        expect(readDecimal(decimalText(one))).toEqual(one)
      }),
    )
  })

  it('are added, multiplied and compared exactly', () => {
    fc.assert(
      fc.property(digits, digits, fc.nat(12), (a, b, scale) => {
        const unit = 10n ** BigInt(scale)
        const [left, right] = [decimalOf(a, scale), decimalOf(b, scale)]
        expect(addDecimals(left, right)).toEqual(decimalOf(a + b, scale))
        expect(multiplyDecimals(left, decimalOf(7n))).toEqual(decimalOf(a * 7n, scale))
        expect(compareDecimals(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0)
        expect(wholeDecimal(left, 'truncate')).toBe(a / unit)
      }),
    )
  })

  it('have a quotient and a rest that make the dividend', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const quotient = divideDecimals(a, b)
        const rest = remainderOfDecimals(a, b)
        if (quotient === undefined || rest === undefined) {
          expect(b.digits).toBe(0n)
          return
        }
        const whole = decimalOf(wholeDecimal(quotient, 'truncate'))
        const product = multiplyDecimals(whole, b)
        expect(product && addDecimals(product, rest)).toEqual(a)
      }),
    )
  })

  it('of a double have its exact value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decimalToNumber(decimalOfNumber(value))).toBe(value === 0 ? 0 : value)
      }),
    )
    expect(decimalText(decimalOfNumber(0.1))).toBe(
      '0.1000000000000000055511151231257827021181583404541015625',
    )
  })

  it.each(['', '.', '1.2.3', 'x', '1e', '0x1', ' 1'])('are not %s', (text) => {
    expect(readDecimal(text)).toBeUndefined()
  })

  it('are rounded half to even beyond sixty digits', () => {
    const third = divideDecimals(decimalOf(2n), decimalOf(3n))
    expect(third && decimalText(third)).toBe(`0.${'6'.repeat(59)}7`)
  })
})

describe('numbers of different types', () => {
  it('compare by their exact values', () => {
    expect(compareNumbers(2 ** 53, 9007199254740993n)).toBe(-1)
    expect(compareNumbers(9007199254740993n, decimalOf(90071992547409930n, 1))).toBe(0)
    expect(compareNumbers(0.1, decimalOf(1n, 1))).toBe(1)
    expect(compareNumbers(0.5, decimalOf(5n, 1))).toBe(0)
    expect(compareNumbers(Infinity, decimalOf(10n ** 25n))).toBe(1)
    expect(compareNumbers(NaN, decimalOf(1n))).toBeNaN()
  })

  it.each([
    ['9223372036854775807', 9223372036854775807n],
    ['9223372036854775808', null],
    ['-5', -5],
    [2 ** 60, 2n ** 60n],
    [1.5, null],
    ['1.0', null],
    [true, null],
  ])('%s as an integer is %s', (raw, expected) => {
    expect(readInteger(raw)).toBe(expected)
  })
})

describe('dates and times', () => {
  it('count days as the calendar does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const { year, month, day } = civilOf(days)
        const reference = new Date(days * 86_400_000)
        expect([year, month, day]).toEqual([
          reference.getUTCFullYear(),
          reference.getUTCMonth() + 1,
          reference.getUTCDate(),
        ])
        expect(daysOf(year, month, day)).toBe(days)
        expect(readDate(dateText(days))).toBe(days)
      }),
    )
  })

  it('tell moments as JavaScript does', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.integer({ min: -840, max: 840 }),
        (date, offset) => {
          const moment = { ...dateTimeOffsetOf(date.getTime()), offset }
          expect(isoText(moment)).toBe(date.toISOString())
          expect(new Date(dateTimeOffsetText(dateTimeOffsetOf(date.getTime()))).getTime()).toBe(
            date.getTime(),
          )
          fc.pre(
            date.getTime() > Date.parse('0001-01-03') && date.getTime() < Date.parse('9999-12-30'),
          )
          expect(readDateTimeOffset(dateTimeOffsetText(moment))).toEqual(moment)
        },
      ),
    )
  })

  it('are read faster in the form in which they are stored, to the same end', () => {
    const digit = fc.nat(9).map(String)
    const nearly = fc
      .tuple(
        fc.date({ min: new Date('1960-01-01'), max: new Date('2400-01-01'), noInvalidDate: true }),
        fc.nat(23),
        digit,
      )
      .map(([date, at, sign]) => {
        const text = date.toISOString()
        return text.slice(0, at) + sign + text.slice(at + 1)
      })
    fc.assert(
      fc.property(nearly, (text) => {
        const ms = storedMoment(text)
        if (!Number.isNaN(ms)) expect(ms).toBe(readDateTimeOffset(text)?.ms)
        else if (text >= '1970') expect(readDateTimeOffset(text)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
    expect(storedMoment('2024-02-29T23:59:59.999Z')).toBe(Date.parse('2024-02-29T23:59:59.999Z'))
    expect(storedMoment('2023-02-29T23:59:59.999Z')).toBeNaN()
  })

  it('shift a moment by what lies between two', () => {
    const picos = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    fc.assert(
      fc.property(picos, fc.nat(999_999_999), (shift, rest) => {
        const start = { ms: 1_700_000_000_000, picos: rest, offset: 0 }
        const end = shiftMoment(start, shift)
        expect(end && between(end, start)).toBe(shift)
      }),
    )
  })

  it('are the same after writing and reading', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 86_399_999_999_999_999n }), (picos) => {
        expect(readTimeOfDay(timeOfDayText(picos))).toBe(picos)
      }),
    )
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), (picos) => {
        expect(readDuration(durationText(picos))).toBe(picos)
      }),
    )
  })

  it.each(['P', 'PT', 'P1Y', 'P1M', '1D', 'PT1D', 'P1DT', '+P1D'])('%s is no duration', (text) => {
    expect(readDuration(text)).toBeUndefined()
  })

  it.each(['2024-13-01', '2024-02-30', '2023-02-29', '24-01-01', '2024-1-1'])(
    '%s is no date',
    (text) => {
      expect(readDate(text)).toBeUndefined()
    },
  )

  it.each([
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:61Z',
    '2024-01-01T00:00:00',
    '2024-01-01T00:00:00+25:00',
  ])('%s is no moment', (text) => {
    expect(readDateTimeOffset(text)).toBeUndefined()
  })
})
