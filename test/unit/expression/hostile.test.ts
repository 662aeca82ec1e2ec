import { describe, expect, it } from 'vitest'
import { analyse } from '../../../shared/expression/analyse/analyse.ts'
import { clockUses } from '../../../shared/expression/analyse/check-stored.ts'
import { compileFilter } from '../../../shared/expression/compile-expression.ts'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { defaultLimits } from '../../../shared/expression/limits.ts'
import { createCursor } from '../../../shared/expression/parse/cursor.ts'
import { takeWhole } from '../../../shared/expression/parse/parse-expression.ts'
import { printExpression } from '../../../shared/expression/print/print-expression.ts'
import { impliedFilter } from '../../../shared/expression/storage/implied-filter.ts'
import { takeExpand } from '../../../shared/expression/query/take-expand.ts'
import { takeSearch } from '../../../shared/expression/parse/search.ts'
import {
  attacks,
  filled,
  hostileSize as size,
  wrapped as half,
} from '../../../bench/expression/attacks.ts'
import { shopSettings } from '../../factories/shop-model.ts'
import { now } from './ask.ts'
import { mutationLaws } from './mutation-laws.ts'

/** Steps for each byte: constant, whatever the text; the most seen is 3.8. */
const mostStepsPerByte = 8

/** Small, so that the tests are quick. */
const limits = { ...defaultLimits, work: 200_000 }

describe('8 KiB of a hostile text', () => {
  it.each(Object.entries(attacks))('%s: costs a bounded number of steps a byte', (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(size)
    let cursor
    try {
      cursor = createCursor(text)
      takeWhole(cursor)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    if (cursor !== undefined) {
      expect(cursor.steps).toBeLessThan(mostStepsPerByte * Math.max(text.length, 100))
      expect(cursor.nodes).toBeLessThanOrEqual(10_001)
    }
  })

  it.each(Object.entries(attacks))('%s: is answered or refused', (_, text) => {
    try {
      const row = { age: 1, city: 'a'.repeat(1000), active: true, UnifiedActivity: [{}, {}] }
      compileFilter(text, shopSettings).prepare({ now })(row)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
  })

  it.each([
    ['a path', `address${'/b'.repeat(4000)} eq null`],
    ['a chain of eq', `active${' eq active'.repeat(600)}`],
    ['a chain of in', `[]${'in[]'.repeat(2040)}`],
    ['chains in chains', `((((((active${`${' eq active'.repeat(100)})`.repeat(6)}`],
    ['a path of filters', `tags${'/$filter(true)'.repeat(500)}/any()`],
  ])('is refused as too deep: %s', (_, text) => {
    expect(() => compileFilter(text, shopSettings)).toThrow(
      expect.objectContaining({ code: 'ExpressionTooDeep' }),
    )
  })

  it.each([
    ['eq', `active${' eq active'.repeat(490)}`],
    ['in', `[]${'in[]'.repeat(490)} or active`],
    ['add', `1${' add 1'.repeat(490)} eq 491`],
    ['divby', `1e64${' divby 1e64'.repeat(490)} eq 0`],
    ['mul', `1e64${' mul 1e64'.repeat(490)} eq null`],
    ['mul of durations', `patience${' mul 1e64'.repeat(490)} eq null`],
    ['and', Array(580).fill('(active)').join(' and ')],
  ])('is answered, a chain of %s', (_, text) => {
    const { bound, node, prepare } = compileFilter(text, shopSettings)
    analyse(bound)
    clockUses(bound)
    impliedFilter(bound, new Map())
    expect(printExpression(node).length).toBeGreaterThan(100)
    expect(prepare({ now })({ active: true, patience: 'P1D' })).toBe(true)
  })

  it('doubles its steps at most when the text is twice as long', () => {
    const steps = (text: string): number => {
      const cursor = createCursor(text)
      takeWhole(cursor)
      return cursor.steps
    }
    for (const piece of ['age eq 1 or ', '1 add ', "city in ('a','b') and "]) {
      const short = steps(`${piece.repeat(150)}active`)
      const long = steps(`${piece.repeat(300)}active`)
      expect(long).toBeLessThan(2.1 * short)
    }
  })

  const expands: Readonly<Record<string, string>> = {
    nested: half('A($expand=', 'B', ')'),
    long: filled('A,', ['', 'B']),
    starred: filled('*,', ['', '*']),
    paths: filled('A/', ['', 'B']),
  }

  it.each(Object.entries(expands))('of $expand, %s, too', (_, text) => {
    const cursor = createCursor(text)
    try {
      takeExpand(cursor)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    expect(cursor.steps).toBeLessThan(mostStepsPerByte * text.length)
  })

  const searches: Readonly<Record<string, string>> = {
    brackets: half('(', 'a', ')'),
    nots: filled('NOT ', ['', 'a']),
    words: filled('a ', ['', 'a']),
    operators: filled('AND OR '),
    phrases: filled('"'),
    blanks: filled(' ', ['a', 'b']),
  }

  it.each(Object.entries(searches))('of $search, %s, too', (_, text) => {
    const cursor = createCursor(text)
    try {
      takeSearch(cursor)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
    }
    expect(cursor.steps).toBeLessThan(mostStepsPerByte * text.length)
  })
})

describe('a row that costs too much', () => {
  const activities = (count: number): object => ({
    UnifiedActivity: Array.from({ length: count }, () => ({ ActivityType: 'page' })),
  })
  const nested = (depth: number): string =>
    `${'UnifiedActivity/any(a: '.repeat(depth)}a/ActivityType eq 'none'${')'.repeat(depth)}`

  it('is refused, whatever is nested', () => {
    const counted = `${'UnifiedActivity/$count($filter='.repeat(20)}false${') eq 1'.repeat(20)}`
    for (const text of [
      nested(20),
      counted.replaceAll('=UnifiedActivity', '=$it/UnifiedActivity'),
    ]) {
      const matches = compileFilter(text, { ...shopSettings, limits }).prepare({ now })
      expect(() => matches(activities(10))).toThrow(
        expect.objectContaining({ name: 'ExpressionError', code: 'EvaluationTooLong' }),
      )
    }
  })

  it('is refused for a large pattern on a long text', () => {
    for (const text of ["matchesPattern(city,'.{1,900}y')", 'matchesPattern(city,plan)']) {
      const matches = compileFilter(text, { ...shopSettings, limits }).prepare({ now })
      const plan = '.{1,900}y'
      expect(() => matches({ city: 'x'.repeat(2000), plan })).toThrow(
        expect.objectContaining({ code: 'EvaluationTooLong' }),
      )
      expect(matches({ city: 'xy', plan })).toBe(true)
    }
  })

  it('is counted alone: the next one is answered', () => {
    const matches = compileFilter(nested(3), { ...shopSettings, limits }).prepare({ now })
    expect(() => matches(activities(200))).toThrow(ExpressionError)
    for (let round = 0; round < 50; round += 1) expect(matches(activities(20))).toBe(false)
  })

  it('may compare all of a thousand activities with each other', () => {
    const text =
      'UnifiedActivity/any(a: UnifiedActivity/any(b: b/ActivityTime gt a/ActivityTime and a/ActivityType ne b/ActivityType))'
    const matches = compileFilter(text, shopSettings).prepare({ now })
    expect(matches(activities(1000))).toBe(false)
  })
})

describe('stored values nested deeper than the stack', () => {
  const nest = (wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 'x'
    for (let depth = 0; depth < 20_000; depth += 1) value = wrap(value)
    return value
  }
  const wraps: Readonly<Record<string, (inner: unknown) => unknown>> = {
    lists: (inner) => [inner],
    objects: (inner) => ({ inner }),
  }

  it.each(Object.entries(wraps))('%s are compared', (_, wrap) => {
    const address = { a: nest(wrap), b: nest(wrap), c: wrap(nest(wrap)) }
    const matches = compileFilter('address/a eq address/b', shopSettings).prepare({ now })
    const differs = compileFilter('address/a ne address/c', shopSettings).prepare({ now })
    expect([matches({ address }), differs({ address })]).toEqual([true, true])
  })
})

describe('a valid expression that was mutated', () => mutationLaws(1500))
