import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { parseExpression } from '../../../shared/expression/parse/parse-expression.ts'
import { parseQuery } from '../../../shared/expression/query/parse-query.ts'
import { sharedFolder, withoutShared } from '../../setup/shared-data.ts'

interface Case {
  readonly Name: string
  readonly Rule: string
  readonly Input: string
  /** Where it must be refused; absent where it must be read. */
  readonly FailAt?: number
}

/** Positive cases that are refused on purpose, by input, with the reason. */
const refusedOnPurpose: ReadonlyMap<string, string> = new Map([
  [
    '$format=json&$Format=atom&$format=xml&$format=text/html',
    'an option twice is more often a slip than a wish',
  ],
  [
    '$format=JSON&$format=Atom&$format=XML&$format=text/html',
    'an option twice is more often a slip than a wish',
  ],
])

/** Negative cases that only a data model can refuse: a function without brackets looks like a type. */
const needsModel: readonly string[] = ['Model.Available']

const expressionRules = ['commonExpr', 'boolCommonExpr']
const optionRules = ['filter', 'select', 'orderby', 'expand', 'search', 'skiptoken']
const rules = [...expressionRules, ...optionRules, 'queryOptions', 'searchExpr']

function read({ Rule, Input }: Case): unknown {
  if (expressionRules.includes(Rule)) return parseExpression(decodeURIComponent(Input))
  if (Rule === 'searchExpr') return parseQuery(`$search=${Input}`)
  // A rule for one option covers no second one.
  if (optionRules.includes(Rule) && Input.includes('&')) {
    return parseQuery(Input, { customNames: [] })
  }
  return parseQuery(Input, { customNames: ['find', '!deltatoken', '!special'] })
}

describe.skipIf(withoutShared)('the ABNF test cases of OASIS', () => {
  const file = path.join(sharedFolder, 'data', 'oasis-odata-abnf', 'odata-abnf-testcases.yaml')
  const all = withoutShared
    ? []
    : (parseYaml(readFileSync(file, 'utf8')) as { TestCases: Case[] }).TestCases
  const cases = all.filter(({ Rule }) => rules.includes(Rule))
  const positive = cases.filter(({ FailAt }) => FailAt === undefined)
  const negative = cases.filter(({ FailAt }) => FailAt !== undefined)

  it('are all there', () => {
    expect([positive.length, negative.length]).toEqual([312, 24])
  })

  it.each(positive.filter(({ Input }) => !refusedOnPurpose.has(Input)))(
    'reads $Rule $Input',
    (one) => {
      expect(() => read(one)).not.toThrow()
    },
  )

  it.each(positive.filter(({ Input }) => refusedOnPurpose.has(Input)))(
    'refuses $Input on purpose',
    (one) => {
      expect(() => read(one)).toThrow(ExpressionError)
    },
  )

  it.each(negative.filter(({ Input }) => !needsModel.includes(Input)))(
    'refuses $Rule $Input',
    (one) => {
      expect(() => read(one)).toThrow(ExpressionError)
    },
  )
})
