import fc from 'fast-check'
import {
  add,
  compareFractions,
  fraction,
  fractionOfDouble,
  fractionOfText,
  multiply,
  negate,
  type Fraction,
} from './fraction.ts'
import { decimals, doubles, integers, moments, texts, type RandomRow } from './random-row.ts'

/** What an expression is asked with: the row, and the elements that variables stand for. */
export interface Surroundings {
  readonly row: RandomRow
  readonly a?: RandomRow
  readonly t?: unknown
}

/** An expression as text, and what it means, written down from the specification alone. */
export interface Twin<T> {
  readonly text: string
  run(around: Surroundings): T | null
}

type Exact = Twin<Fraction>
type Arb<T> = fc.Arbitrary<Twin<T>>

const member = (owner: unknown, name: string): unknown =>
  (owner as RandomRow | null | undefined)?.[name] ?? null

function twin<T>(text: string, run: Twin<T>['run']): Twin<T> {
  return { text, run }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

// --- texts

const textLiteral: Arb<string> = texts.map((value) => twin(quoted(value), () => value))
const textPath: Arb<string> = fc.constantFrom(
  twin('city', ({ row }) => member(row, 'city') as string | null),
  twin('plan', ({ row }) => member(row, 'plan') as string | null),
  twin('address/city', ({ row }) => member(member(row, 'address'), 'city') as string | null),
)

function onTexts<T>(
  name: string,
  [first, second]: readonly Twin<string>[],
  compute: (a: string, b: string) => T,
): Twin<T> {
  const list = [first, second].filter((one) => one !== undefined)
  return twin(`${name}(${list.map(({ text }) => text).join(',')})`, (around) => {
    const values = list.map((one) => one.run(around))
    const [a = '', b = ''] = values
    return a === null || b === null ? null : compute(a, b)
  })
}

const text: Arb<string> = fc.oneof(
  textLiteral,
  textPath,
  textPath.map((one) => onTexts('tolower', [one], (a) => a.toLowerCase())),
  textPath.map((one) => onTexts('trim', [one], (a) => a.trim())),
  fc.tuple(textPath, textLiteral).map((pair) => onTexts('concat', pair, (a, b) => a + b)),
)

// --- exact numbers: integers within 64 bits, decimals

const inRange = (value: Fraction): Fraction | null =>
  value.over < -(2n ** 63n) || value.over >= 2n ** 63n ? null : value

const integerPath: fc.Arbitrary<Exact> = fc.constantFrom(
  ...['age', 'points'].map((name) =>
    twin(name, ({ row }) => {
      const value = member(row, name)
      return value === null ? null : fraction(BigInt(value as number))
    }),
  ),
  twin<Fraction>('length(city)', ({ row }) => {
    const value = member(row, 'city') as string | null
    return value === null ? null : fraction(BigInt(value.length))
  }),
  twin<Fraction>('tags/$count', ({ row }) => fraction(BigInt(list(row, 'tags').length))),
)
const integerLiteral = integers.map((value): Exact => twin(String(value), () => fraction(value)))

function list(row: unknown, name: string): readonly unknown[] {
  return (member(row, name) ?? []) as unknown[]
}

function onExact(
  operator: string,
  [left, right]: readonly [Exact, Exact],
  compute: (a: Fraction, b: Fraction) => Fraction | null,
): Exact {
  return twin(`(${left.text} ${operator} ${right.text})`, (around) => {
    const a = left.run(around)
    const b = right.run(around)
    return a === null || b === null ? null : compute(a, b)
  })
}

const whole = (compute: (a: bigint, b: bigint) => bigint) => (a: Fraction, b: Fraction) =>
  b.over === 0n ? null : inRange(fraction(compute(a.over, b.over)))

const integer: fc.Arbitrary<Exact> = fc.letrec<{ it: Exact }>((tie) => {
  const pair = fc.tuple(tie('it'), tie('it'))
  return {
    it: fc.oneof(
      { maxDepth: 2 },
      integerPath,
      integerLiteral,
      pair.map((sides) => onExact('add', sides, (a, b) => inRange(add(a, b)))),
      pair.map((sides) => onExact('sub', sides, (a, b) => inRange(add(a, negate(b))))),
      pair.map((sides) => onExact('mul', sides, (a, b) => inRange(multiply(a, b)))),
      pair.map((sides) =>
        onExact(
          'div',
          sides,
          whole((a, b) => a / b),
        ),
      ),
      pair.map((sides) =>
        onExact(
          'mod',
          sides,
          whole((a, b) => a % b),
        ),
      ),
    ),
  }
}).it

const decimalPath: fc.Arbitrary<Exact> = fc.constant(
  twin('balance', ({ row }) => {
    const value = member(row, 'balance') as string | null
    return value === null ? null : fractionOfText(value)
  }),
)
const decimalLiteral = decimals
  .filter((value) => value.includes('.'))
  .map((value): Exact => twin(value, () => fractionOfText(value)))
const decimal: fc.Arbitrary<Exact> = fc.oneof(
  decimalPath,
  decimalLiteral,
  fc.tuple(decimalPath, decimalLiteral).map((sides) => onExact('add', sides, add)),
  fc.tuple(decimalLiteral, decimalPath).map((sides) => onExact('mul', sides, multiply)),
  fc
    .tuple(decimalPath, integerPath)
    .map((sides) => onExact('sub', sides, (a, b) => add(a, negate(b)))),
)

// --- doubles

const doublePath: Arb<number> = fc.constant(
  twin('height', ({ row }) => member(row, 'height') as number | null),
)
const doubleLiteral: Arb<number> = doubles
  .filter((value) => value < 1e20)
  .map((value) => twin(String(value), () => value))

/** Literals beside a Double are Doubles; two literals alone would be exact. */
const double: Arb<number> = fc.oneof(
  doublePath,
  ...(['add', 'sub', 'mul', 'div'] as const).map((operator) =>
    fc.tuple(doublePath, doubleLiteral).map(([left, right]) =>
      twin<number>(`(${left.text} ${operator} ${right.text})`, (around) => {
        const a = left.run(around)
        const b = right.run(around) ?? 0
        if (a === null) return null
        return { add: a + b, sub: a - b, mul: a * b, div: a / b }[operator]
      }),
    ),
  ),
)

/** A double by its exact value; what has none is kept beside. */
const doubleAsExact: fc.Arbitrary<Exact> = fc.oneof(doublePath).map((one) =>
  twin(one.text, (around) => {
    const value = one.run(around)
    return value === null ? null : fractionOfDouble(value)
  }),
)

// --- comparisons

const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const

function holds(operator: (typeof operators)[number], order: number): boolean {
  return {
    eq: order === 0,
    ne: order !== 0,
    gt: order > 0,
    ge: order >= 0,
    lt: order < 0,
    le: order <= 0,
  }[operator]
}

/** Null equals null only; with a null nothing is greater or less. */
function comparison<T>(
  values: Arb<T>,
  others: Arb<T>,
  order: (a: T, b: T) => number,
): Arb<boolean> {
  return fc.tuple(fc.constantFrom(...operators), values, others).map(([operator, left, right]) =>
    twin(`${left.text} ${operator} ${right.text}`, (around) => {
      const a = left.run(around)
      const b = right.run(around)
      if (a !== null && b !== null) return holds(operator, order(a, b))
      return operator === 'eq' ? a === b : operator === 'ne' && a !== b
    }),
  )
}

const byUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byNumber = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN)
const exact = fc.oneof(integer, decimal)
const nothing = twin<string>('null', () => null)
const moment: Arb<string> = fc.oneof(
  fc.constant(
    twin('signedUp', ({ row }: Surroundings) => member(row, 'signedUp') as string | null),
  ),
  moments.map((value) => twin<string>(value, () => value)),
)

const comparisons: Arb<boolean> = fc.oneof(
  comparison(text, text, byUnit),
  comparison(text, fc.constant(nothing), byUnit),
  comparison(exact, exact, compareFractions),
  comparison(exact, doubleAsExact, compareFractions).filter(
    ({ text: one }) => !/^[-\d(]/.test(one),
  ),
  comparison(integerPath, doubleAsExact, compareFractions),
  comparison(double, doubleLiteral, byNumber),
  comparison(double, doublePath, byNumber),
  comparison(moment, moment, byUnit),
)

// --- conditions

const booleanPath: Arb<boolean> = fc.constant(
  twin('active', ({ row }) => member(row, 'active') as boolean | null),
)

const tests: Arb<boolean> = fc.oneof(
  fc.tuple(text, text).map((pair) => onTexts('contains', pair, (a, b) => a.includes(b))),
  fc.tuple(text, text).map((pair) => onTexts('startswith', pair, (a, b) => a.startsWith(b))),
  fc
    .tuple(textPath, fc.array(textLiteral, { maxLength: 3 }))
    .map(([left, items]) =>
      twin<boolean>(`${left.text} in (${items.map((one) => one.text).join(',')})`, (around) =>
        items.some((one) => one.run(around) === left.run(around)),
      ),
    ),
)

const ofActivity: Arb<boolean> = fc.oneof(
  fc
    .constantFrom('page', 'Product Viewed')
    .map((type) =>
      twin<boolean>(`a/ActivityType eq '${type}'`, ({ a }) => member(a, 'ActivityType') === type),
    ),
  doubles
    .filter((value) => value < 1e20)
    .map((value) =>
      twin<boolean>(`a/Properties/price gt ${value}`, ({ a }) => {
        const price = member(member(a, 'Properties'), 'price') as number | null
        return price !== null && price > value
      }),
    ),
  texts.map((value) =>
    twin<boolean>(
      `a/Properties/free ne ${quoted(value)}`,
      ({ a }) => member(member(a, 'Properties'), 'free') !== value,
    ),
  ),
  texts.map((value) =>
    twin<boolean>(`not contains(a/Properties/sku,${quoted(value)})`, ({ a }) => {
      const sku = member(member(a, 'Properties'), 'sku') as string | null
      return sku === null ? null : !sku.includes(value)
    }),
  ),
  fc.constant(
    twin<boolean>(
      'a/Properties/sku eq city',
      ({ a, row }) => member(member(a, 'Properties'), 'sku') === member(row, 'city'),
    ),
  ),
)

const quantifiers: Arb<boolean> = fc.oneof(
  fc.tuple(fc.constantFrom('any', 'all'), ofActivity).map(([kind, body]) =>
    twin<boolean>(`UnifiedActivity/${kind}(a: ${body.text})`, (around) => {
      const met = (a: unknown): boolean => body.run({ ...around, a: a as RandomRow }) === true
      const items = list(around.row, 'UnifiedActivity')
      return kind === 'any' ? items.some(met) : items.every(met)
    }),
  ),
  fc.tuple(ofActivity, fc.nat(3)).map(([body, least]) =>
    twin<boolean>(
      `UnifiedActivity/$count($filter=${body.text.replaceAll('a/', '$this/').replace('city', '$it/city')}) ge ${least}`,
      (around) => {
        const met = (a: unknown): boolean => body.run({ ...around, a: a as RandomRow }) === true
        return list(around.row, 'UnifiedActivity').filter(met).length >= least
      },
    ),
  ),
  textPath.map((one) =>
    twin<boolean>(`tags/any(t: t eq ${one.text})`, (around) =>
      list(around.row, 'tags').some((t) => t === one.run(around)),
    ),
  ),
)

const kleene = {
  and: (values: readonly (boolean | null)[]): boolean | null =>
    values.includes(false) ? false : values.includes(null) ? null : true,
  or: (values: readonly (boolean | null)[]): boolean | null =>
    values.includes(true) ? true : values.includes(null) ? null : false,
}

export const randomCondition: Arb<boolean> = fc.letrec<{ it: Twin<boolean> }>((tie) => ({
  it: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: comparisons },
    { weight: 2, arbitrary: quantifiers },
    tests,
    booleanPath,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('it'), tie('it'))
      .map(([operator, left, right]) =>
        twin<boolean>(`(${left.text}) ${operator} (${right.text})`, (around) =>
          kleene[operator]([left.run(around), right.run(around)]),
        ),
      ),
    tie('it').map((one) =>
      twin<boolean>(`not (${one.text})`, (around) => {
        const value = one.run(around)
        return value === null ? null : !value
      }),
    ),
  ),
})).it
