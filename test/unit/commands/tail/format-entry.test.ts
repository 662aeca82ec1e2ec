import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutToWidth, widthOf } from '../../../../commands/tail/cut-to-width.ts'
import { formatEntry, formatNote, type Look } from '../../../../commands/tail/format-entry.ts'
import { plainJson, plainText } from '../../../../commands/terminal/plain-text.ts'
import { anEntry, testMoment } from './entries.ts'

const look = (init: Partial<Look> = {}): Look => ({
  width: undefined,
  colors: false,
  now: testMoment + 60_000,
  ...init,
})
const refused = anEntry({ status: 'rejected', code: 'NoIdentifier', reason: 'A call needs one.' })
/** Everything that a terminal would act on, or that turns text around. */
const dangerous =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/

describe('a call on one line', () => {
  it('has time, outcome, source, type, name and who it was, or why it was refused', () => {
    expect(formatEntry(anEntry(), look())).toBe(
      '12:00:00.000 accepted web      track    Product Viewed       anonymousId=cookie-1',
    )
    expect(formatEntry(refused, look())).toBe(
      '12:00:00.000 refused  web      track    Product Viewed       NoIdentifier: A call needs one.',
    )
  })

  it('has the date when it is of another day, and marks for what it lacks', () => {
    const entry = anEntry({ type: null, name: null, identifiers: [] })
    expect(formatEntry(entry, look({ now: testMoment + 86_400_000 }))).toBe(
      '2026-03-01 12:00:00.000 accepted web      -        -',
    )
  })

  it('is coloured only on wish, and cut to the same width either way', () => {
    const plain = formatEntry(anEntry(), look({ width: 50 }))
    const coloured = formatEntry(anEntry(), look({ width: 50, colors: true }))
    expect(plain).toMatch(/…$/)
    expect(widthOf(plain)).toBeLessThanOrEqual(50)
    expect(coloured).toContain('\u001b[32m')
    expect(stripVTControlCharacters(coloured)).toBe(plain)
    expect(formatEntry(refused, look({ colors: true }))).toContain('\u001b[31m')
  })

  it('lets nothing that strangers send reach the terminal, at any width', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 120 }), (one, two, width) => {
        const entry = anEntry({
          ...{ source: one, type: two, name: `${one}\u001b[2J${two}`, time: one },
          identifiers: [{ namespace: two, value: `\u009b31m\u202e${one}` }],
        })
        const bad = { ...entry, status: 'rejected' as const, code: two, reason: `${one}\r\n${two}` }
        for (const shown of [entry, bad]) {
          const line = formatEntry(shown, look({ width }))
          expect(line).not.toMatch(dangerous)
          expect(widthOf(line)).toBeLessThanOrEqual(width)
        }
        expect(formatNote(`${one}\u001b[0m\n`, look()).slice(0, -1)).not.toMatch(dangerous)
      }),
    )
  })
})

describe('text from strangers', () => {
  it('shows its controls as pictures', () => {
    expect(plainText('a\u001b[31mb\u0007\n\u0085\u202e\ud800 ü 鞋 👟')).toBe(
      'a␛[31mb␇␊\ufffd\ufffd\ufffd ü 鞋 👟',
    )
  })

  it('is safe as JSON too, and means the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = { text: `${text}\u009b\u202e\ud800` }
        const json = plainJson(value)
        expect(json).not.toMatch(dangerous)
        expect(JSON.parse(json)).toEqual(value)
      }),
    )
  })
})

describe('the width of a text', () => {
  it.each([
    ['abc', 3],
    ['ü', 1],
    ['u\u0308', 1],
    ['鞋', 2],
    ['👟', 2],
  ])('of %s is %d', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })

  it('is kept by cutting, at whole characters', () => {
    expect(cutToWidth('shoes', 5)).toBe('shoes')
    expect(cutToWidth('shoes', 4)).toBe('sho…')
    expect(cutToWidth('鞋鞋鞋', 4)).toBe('鞋…')
    expect(cutToWidth('👟👟', 3)).toBe('👟…')
    expect(cutToWidth('a', 0)).toBe('')
  })
})
