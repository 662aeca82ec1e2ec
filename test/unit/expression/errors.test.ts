import { describe, expect, it } from 'vitest'
import { compileFilter } from '../../../shared/expression/compile-expression.ts'
import { defaultLimits } from '../../../shared/expression/limits.ts'
import { parseExpression } from '../../../shared/expression/parse/parse-expression.ts'
import { shopSettings } from '../../factories/shop-model.ts'
import { isMatch, refusal } from './ask.ts'

describe('an error says what is wrong, where, and what may be meant', () => {
  it.each([
    ['city eq ‘Oslo’', 'InvalidSyntax', 8, 'This quote is typographic'],
    ['city eq “Oslo”', 'InvalidSyntax', 8, 'This quote is typographic'],
    ['city eq "Oslo"', 'InvalidSyntax', 8, "Texts stand in single quotes: 'text'."],
    ["city eq 'Oslo", 'InvalidSyntax', 8, "Put a ' at its end"],
    ["city eq 'O'Brien'", 'InvalidSyntax', 11, "An apostrophe in a text is doubled: 'O''Brien'."],
    ['age = 5', 'InvalidSyntax', 4, 'Write eq for equality.'],
    ['age == 5', 'InvalidSyntax', 4, 'Write eq for equality.'],
    ['age != 5', 'InvalidSyntax', 4, 'Write ne for inequality.'],
    ['age <> 5', 'InvalidSyntax', 4, 'Write ne for inequality.'],
    ['age > 5', 'InvalidSyntax', 4, 'Write gt.'],
    ['age >= 5', 'InvalidSyntax', 4, 'Write ge.'],
    ['age < 5', 'InvalidSyntax', 4, 'Write lt.'],
    ['active && age gt 5', 'InvalidSyntax', 7, 'Write and.'],
    ['active || age gt 5', 'InvalidSyntax', 7, 'Write or.'],
    ['!active', 'InvalidSyntax', 0, 'Write not'],
    ['age + 1 gt 5', 'InvalidSyntax', 4, 'Write add.'],
    ['age * 2 gt 5', 'InvalidSyntax', 4, 'Write mul.'],
    ['age is null', 'InvalidSyntax', 4, 'Write eq null'],
    ["city like 'x%'", 'InvalidSyntax', 5, 'Write contains'],
    ['age between 1 and 5', 'InvalidSyntax', 4, 'Write property ge 1 and property le 5.'],
    ['age eqq 5', 'InvalidSyntax', 4, 'Did you mean eq?'],
    ['active adn active', 'InvalidSyntax', 7, 'Did you mean and?'],
    ["signedUp gt datetime'2024-01-01T00:00:00'", 'InvalidLiteral', 12, 'OData 4 writes dates'],
    ['signedUp gt 2024-01-01T00:00:00', 'InvalidLiteral', 12, 'with Z or an offset'],
    ["patience gt duration'P1M'", 'InvalidLiteral', 12, 'months and years'],
    ['cty eq 1', 'UnknownProperty', 0, 'Did you mean city?'],
    ['address/city eq 1 or Address/zip eq 1', 'TypeMismatch', 16, 'Texts stand in quotes'],
    [
      'UnifiedActivity/any(a: a/ActivityTipe eq 1)',
      'UnknownProperty',
      25,
      'Did you mean ActivityType?',
    ],
    ['UnifiedActivity/any(act: atc/ActivityType eq 1)', 'UnknownProperty', 25, 'Did you mean act?'],
    ["contians(city,'a')", 'UnknownFunction', 0, 'Did you mean contains?'],
    ["IsMemberOfSegmnt('x')", 'UnknownFunction', 0, 'Did you mean IsMemberOfSegment?'],
    ["IsMemberOfSegment('leather_shoe')", 'UnknownSegment', 18, "Did you mean 'leather_shoes'?"],
    ['not age eq 5', 'TypeMismatch', 0, 'write not (a eq 1)'],
    ['signedUp ge 2024-01-01', 'TypeMismatch', 12, 'Write the moment out'],
    ["age eq '5'", 'TypeMismatch', 7, 'Numbers stand without quotes: 5.'],
    ['city eq 5', 'TypeMismatch', 8, "Texts stand in quotes: '5'."],
    ["active eq 'true'", 'TypeMismatch', 10, 'true or false, without quotes'],
    ['patience lt 0', 'TypeMismatch', 12, "duration'PT1H'"],
    ['birthday eq 2024', 'TypeMismatch', 12, 'year(…)'],
    ["signedUp gt now() sub 'P7D'", 'TypeMismatch', 18, "duration'P7D'"],
    ['signedUp gt now() sub 7', 'TypeMismatch', 18, "duration'P7D'"],
    ['patience div patience eq 1', 'TypeMismatch', 9, 'totalseconds(…)'],
    ['tags/count gt 1', 'TypeMismatch', 5, 'Write $count'],
    ["city contains 'x'", 'InvalidSyntax', 5, "Write contains(property,'text')."],
    ["city starts with 'x'", 'InvalidSyntax', 5, "Write startswith(property,'text')."],
    ["city endswith 'x'", 'InvalidSyntax', 5, "Write endswith(property,'text')."],
    ["city not in ('a')", 'InvalidSyntax', 5, "Write not (property in ('a','b'))."],
    ["contains(city;'x')", 'InvalidSyntax', 13, 'Values are separated by commas.'],
    ["city in ('a';'b')", 'InvalidSyntax', 12, 'Values are separated by commas.'],
    ["city in ('a',)", 'InvalidSyntax', 13, 'Leave out the comma before it.'],
    ['age gt 3; active', 'InvalidSyntax', 8, 'Conditions are joined with and'],
    ['height gt .5', 'InvalidSyntax', 10, 'A digit stands before the point: 0.5.'],
    ['height gt 1,5', 'InvalidSyntax', 11, 'Decimals have a point'],
    ['age gt 3 and or active', 'InvalidSyntax', 16, 'The operator before it is one too many.'],
    ['age gt 3 and or', 'UnknownProperty', 13, 'A condition is missing beside it.'],
    ['age gt 3\u00a0and active', 'InvalidSyntax', 8, 'This is no plain blank'],
    ['age gt\u200b 3', 'InvalidSyntax', 6, 'This is no plain blank'],
    ['$filter=age gt 3', 'InvalidSyntax', 0, 'Leave out $filter=:'],
    ['filter=age gt 3', 'InvalidSyntax', 6, 'Leave out filter=:'],
    ['age gt 3&$orderby=age', 'InvalidSyntax', 8, 'Each option is given on its own'],
    ['$count(tags) gt 1', 'InvalidSyntax', 0, 'It stands behind a collection'],
    [
      'birthday ge 2024-02-30',
      'InvalidLiteral',
      12,
      'Dates are written year-month-day: 2026-05-31.',
    ],
    [
      'birthday ge 30.05.2026',
      'InvalidLiteral',
      12,
      'Dates are written year-month-day: 2026-05-31.',
    ],
    [
      'birthday ge 5/30/2026',
      'InvalidLiteral',
      12,
      'Dates are written year-month-day: 2026-05-31.',
    ],
    ['birthday ge 2026-5-3', 'InvalidLiteral', 12, 'Dates are written year-month-day: 2026-05-31.'],
    ['signedUp ge 2026-05-30 22:30', 'InvalidSyntax', 23, 'A moment is written'],
    ['signedUp eq 2016-12-31T23:59:60Z', 'InvalidLiteral', 12, 'minutes and seconds to 59'],
    ['opens eq 24:00', 'InvalidLiteral', 9, 'Hours go to 23'],
    ['age eq 5x', 'InvalidLiteral', 7, 'Names begin with a letter'],
    ['age eq nan', 'UnknownProperty', 7, 'Write NaN.'],
    ['age eq Infinity', 'UnknownProperty', 7, 'Write INF.'],
    ['city eq none', 'UnknownProperty', 8, 'Write null.'],
    ['active eq yes', 'UnknownProperty', 10, 'Write true.'],
    ['city eq Amsterdam', 'UnknownProperty', 8, "If it is a text, write 'Amsterdam'."],
    ['signedUp gt now() sub P7D', 'UnknownProperty', 22, "Write duration'P7D'."],
    ['birthday eq yesterday', 'UnknownProperty', 12, "Write date(now()) sub duration'P1D'."],
    [
      "UnifiedActivity/any(a: ActivityType eq 'page')",
      'UnknownProperty',
      23,
      'Write a/ActivityType.',
    ],
    ["lower(city) eq 'x'", 'UnknownFunction', 0, 'Write tolower(…).'],
    ["city.toLowerCase() eq 'x'", 'UnknownFunction', 0, 'tolower(city)'],
    ['if(active,1,2) eq 1', 'UnknownFunction', 0, 'Write case('],
    ["matchPattern(city,'x')", 'UnknownFunction', 0, 'Did you mean matchesPattern?'],
    ['signedUp ge today()', 'UnknownFunction', 12, 'Write date(now()).'],
    ['', 'InvalidSyntax', 0, 'The expression is empty.'],
    ["city add 'x' eq 'y'", 'TypeMismatch', 5, 'concat(a,b)'],
    [
      'UnifiedActivity/ActivityType eq 1',
      'TypeMismatch',
      16,
      'Ask for its elements: any(a: a/ActivityType …).',
    ],
    ['UnifiedActivity', 'TypeMismatch', 0, 'any(a: …), or $count gt 0'],
    ['tags eq 5', 'TypeMismatch', 8, 'Ask for the elements of a collection'],
    ["city eq ('a','b')", 'InvalidSyntax', 12, 'Lists stand only to the right of in.'],
    ['age in (points,5)', 'InvalidSyntax', 8, 'Join conditions with or.'],
    ['age add 1 in (6,8)', 'TypeMismatch', 4, undefined],
    ['city has 5', 'UnsupportedFeature', 5, 'Write eq or in.'],
  ])('%s', (text, code, position, hint) => {
    const error = refusal(text)
    expect({ code: error.code, position: error.position }).toEqual({ code, position })
    if (hint !== undefined) {
      expect(error.hint).toContain(hint)
      expect(error.message).toContain(hint)
    }
  })

  it.each([
    ['', 'InvalidSyntax', 0],
    ['   ', 'InvalidSyntax', 3],
    ['(age eq 5', 'InvalidSyntax', 9],
    ['age eq 5)', 'InvalidSyntax', 8],
    ['age eq', 'InvalidSyntax', 6],
    ['age eq 5 and', 'InvalidSyntax', 12],
    ['age eq 1.2.3', 'InvalidLiteral', 7],
    ['age eq 5x', 'InvalidLiteral', 7],
    ['birthday eq 2023-02-29', 'InvalidLiteral', 12],
    ['opens eq 24:00:00', 'InvalidLiteral', 9],
    ['age eq 1e999', 'InvalidLiteral', 7],
    ["city eq '\u0007'", 'InvalidSyntax', 9],
    ['any(a: true)', 'InvalidSyntax', 0],
    ['UnifiedActivity/all()', 'InvalidSyntax', 16],
    ['UnifiedActivity/any(a/b eq 1)', 'InvalidSyntax', 20],
    ['UnifiedActivity/$count($top=5) gt 1', 'InvalidSyntax', 23],
    ['length(city,1) eq 1', 'TypeMismatch', 0],
    ['contains(city,5)', 'TypeMismatch', 14],
    ['city', 'TypeMismatch', 0],
    ['null add 1', 'TypeMismatch', 5],
    ["birthday eq 'soon'", 'InvalidLiteral', 12],
    ["matchesPattern(city,'(a')", 'InvalidPattern', 20],
    [String.raw`matchesPattern(city,'(a)\1')`, 'InvalidPattern', 20],
    ["matchesPattern(city,'(?=a)')", 'InvalidPattern', 20],
    ["matchesPattern(city,'a{9999}')", 'PatternTooComplex', 20],
    ['@wish eq 1', 'UnknownAlias', 0],
    ['$root/Customer eq null', 'UnsupportedFeature', 0],
    ['UnifiedActivity(1) eq null', 'UnknownFunction', 0],
    ['@Core.Messages eq null', 'UnsupportedFeature', 0],
    ['geo.distance(city,city) lt 5', 'UnsupportedFeature', 0],
    ['isof(Model.Customer)', 'UnsupportedFeature', 0],
    ['cast(age,Edm.Nothing) eq 1', 'UnsupportedFeature', 9],
    ['__proto__ eq 1', 'UnknownProperty', 0],
    ['constructor eq 1', 'UnknownProperty', 0],
  ])('%s is refused', (text, code, position) => {
    const error = refusal(text)
    expect({ code: error.code, position: error.position }).toEqual({ code, position })
  })

  it('counts places in UTF-16 units', () => {
    expect(refusal("city eq '🎉' and cty eq 1").position).toBe(17)
  })
})

describe('each limit has its own code', () => {
  const list = (length: number): string => Array.from({ length }, (_, index) => index).join(',')

  it.each([
    [`city eq '${'x'.repeat(8192)}'`, 'ExpressionTooLong'],
    [`city eq '${'ü'.repeat(4096)}'`, 'ExpressionTooLong'],
    [`${'('.repeat(65)}active${')'.repeat(65)}`, 'ExpressionTooDeep'],
    [`age in (${list(1001)})`, 'ListTooLong'],
    [`${'n'.repeat(129)} eq 1`, 'NameTooLong'],
  ])('%#', (text, code) => {
    expect(refusal(text).code).toBe(code)
  })

  it('of nodes', () => {
    const limits = { ...defaultLimits, nodes: 50 }
    const parse = (terms: number) => () =>
      parseExpression(Array(terms).fill('a eq 1').join(' and '), limits)
    expect(parse(10)).not.toThrow()
    expect(parse(20)).toThrow(expect.objectContaining({ code: 'ExpressionTooComplex' }))
  })

  it('of what parameters make of an expression', () => {
    const aliases = new Map([['@a', parseExpression(Array(500).fill('age eq 1').join(' and '))]])
    const use = (times: number) => () =>
      compileFilter(Array(times).fill('@a').join(' and '), { ...shopSettings, aliases })
    expect(use(3)).not.toThrow()
    expect(use(50)).toThrow(expect.objectContaining({ code: 'ExpressionTooComplex' }))
  })

  it('lets through what just fits', () => {
    expect(isMatch(`age in (${list(1000)})`, { age: 999 })).toBe(true)
    expect(isMatch(`${'('.repeat(63)}active${')'.repeat(63)}`, { active: true })).toBe(true)
    expect(isMatch(`city eq '${'x'.repeat(8000)}'`, { city: 'x'.repeat(8000) })).toBe(true)
  })
})
