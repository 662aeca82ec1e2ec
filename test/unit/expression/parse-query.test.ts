import { describe, expect, it } from 'vitest'
import { evaluateSearch } from '../../../shared/expression/evaluate/evaluate-search.ts'
import { printExpression } from '../../../shared/expression/print/print-expression.ts'
import { parseQuery } from '../../../shared/expression/query/parse-query.ts'

describe('a query string', () => {
  it('is split before it is decoded', () => {
    const { filter } = parseQuery("?$filter=city%20eq%20'A%26B%3Dc+d%2B'")
    expect(filter && printExpression(filter)).toBe("city eq 'A&B=c d+'")
  })

  it('takes options without $, in any case, with blanks before their names', () => {
    const query = parseQuery('filter=true & $OrderBy=age desc&$TOP=5&skip=10&$Count=TRUE&code=key')
    expect(query).toMatchObject({ top: 5, skip: 10, count: true })
    expect(query.orderby).toHaveLength(1)
    expect([...query.custom]).toEqual([['code', 'key']])
  })

  it('takes a blank where the sign of an offset stood', () => {
    const { filter } = parseQuery('$filter=a eq 2024-01-01T00:00:00+02:00')
    expect(filter && printExpression(filter)).toBe('a eq 2024-01-01T00:00:00+02:00')
  })

  it('holds the values of parameters', () => {
    const { aliases } = parseQuery("$filter=city eq @c&@c='Oslo'")
    expect([...(aliases ?? [])].map(([name, node]) => [name, printExpression(node)])).toEqual([
      ['@c', "'Oslo'"],
    ])
  })

  it.each([
    ["$filter=city eq 'x'&IsMemberOfSegment('y')", 'UnknownOption', undefined],
    ['$filter=a eq 1&b eq 2', 'UnknownOption', undefined],
    ['$filtr=true', 'UnknownOption', undefined],
    ['$filter=true&filter=false', 'DuplicateOption', '$filter'],
    ['$filter=a eq @b&@b=1&@b=2', 'DuplicateOption', undefined],
    ['$expand=A(@b=1;@b=2)', 'DuplicateOption', '$expand'],
    ['$apply=aggregate(x)', 'UnsupportedFeature', '$apply'],
    ['$filter', 'InvalidOption', '$filter'],
    ['$top=-1', 'InvalidOption', '$top'],
    ['$top=1.5', 'InvalidOption', '$top'],
    ['$count=yes', 'InvalidOption', '$count'],
    ['$filter=%ZZ', 'InvalidRequest', undefined],
    ['$filter=%C3', 'InvalidRequest', undefined],
    ['$filter= true', 'InvalidSyntax', '$filter'],
    ['$filter=age eq', 'InvalidSyntax', '$filter'],
    ['$expand=A($expand=B($expand=C($expand=D)))', 'ExpandTooDeep', '$expand'],
    ['$expand=A($top=1;$top=2)', 'DuplicateOption', '$expand'],
    ['$expand=A($levels=0)', 'InvalidOption', '$expand'],
    ['$filter=a%00', 'InvalidSyntax', '$filter'],
    ['$search=a;b', 'InvalidSyntax', '$search'],
  ])('%s is refused', (raw, code, target) => {
    expect(() => parseQuery(raw)).toThrow(expect.objectContaining({ code, target }))
  })

  it('names the option that was meant', () => {
    expect(() => parseQuery('$fliter=true')).toThrow('Did you mean $filter?')
  })
})

describe('a search', () => {
  const found = (search: string, ...words: string[]): boolean => {
    const { search: node } = parseQuery(`$search=${encodeURIComponent(search)}`)
    return node !== undefined && evaluateSearch(node, (text) => words.includes(text))
  }

  it.each([
    ['blue green', ['blue', 'green'], true],
    ['blue green', ['blue'], false],
    ['blue OR green', ['green'], true],
    ['NOT blue', ['green'], true],
    ['blue NOT green', ['blue', 'green'], false],
    ['a OR b AND c', ['a'], true],
    ['(a OR b) AND c', ['a'], false],
    ['"light green"', ['light green'], true],
    ['AND OR NOT', ['AND'], true],
    ['NOT NOT', ['NOT'], false],
    [String.raw`"a \"b\""`, ['a "b"'], true],
  ])('%s among %j: %s', (search, words, expected) => {
    expect(found(search, ...words)).toBe(expected)
  })
})
