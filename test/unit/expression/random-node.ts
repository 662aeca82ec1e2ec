import fc from 'fast-check'
import { functionName } from '../../../shared/expression/parse/function-names.ts'
import type { LiteralNode, Node, Segment } from '../../../shared/expression/parse/node.ts'
import { decimalOf } from '../../../shared/expression/values/decimal.ts'
import { leastMoment } from '../../../shared/expression/values/date-time-offset.ts'
import type { LiteralValue } from '../../../shared/expression/values/literal.ts'
import { integerOf } from '../../../shared/expression/values/number-value.ts'

const position = 0

const name = fc.oneof(
  fc.constantFrom('age', 'city', 'größe', 'x1', 'eq', 'and', 'desc', 'any', 'Наименование', '_'),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,9}$/),
)
const reserved = /^(?:true|false|null|not|INF|NaN|any|all|case)$/i
const headName = name.filter((one) => !reserved.test(one))

const literalValue: fc.Arbitrary<LiteralValue> = fc.oneof(
  fc.constant<LiteralValue>({ type: 'null' }),
  fc.boolean().map((value): LiteralValue => ({ type: 'boolean', value })),
  fc.string({ unit: 'binary' }).map((text): LiteralValue => {
    return { type: 'string', value: text.replace(/[\u0000-\u001f\u007f]/g, "'") }
  }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): LiteralValue => {
    return { type: 'integer', value: integerOf(value) ?? 0 }
  }),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(30))
    .map(([digits, scale]): LiteralValue => ({ type: 'decimal', value: decimalOf(digits, scale) })),
  fc.constantFrom(Infinity, -Infinity, NaN, 1e100, -2.5e-80).map((value): LiteralValue => {
    return { type: 'double', value }
  }),
  fc
    .integer({ min: -700_000, max: 2_900_000 })
    .map((value): LiteralValue => ({ type: 'date', value })),
  fc.bigInt({ min: 0n, max: 86_399_999_999_999_999n }).map((value): LiteralValue => {
    return { type: 'timeOfDay', value }
  }),
  fc
    .tuple(
      fc.integer({ min: leastMoment.ms + 1e8, max: 253_402_200_000_000 }),
      fc.nat(999_999_999),
      fc.integer({ min: -1439, max: 1439 }),
    )
    .map(([ms, picos, offset]): LiteralValue => {
      return { type: 'dateTimeOffset', value: { ms, picos, offset } }
    }),
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map((value): LiteralValue => {
    return { type: 'duration', value }
  }),
  fc.uuid().map((value): LiteralValue => ({ type: 'guid', value })),
  fc.base64String().map((text): LiteralValue => {
    return {
      type: 'binary',
      value: text.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_'),
    }
  }),
  fc.constant<LiteralValue>({ type: 'enum', name: 'Sales.Pattern', value: "Ye'llow" }),
)

const literal = literalValue.map((value): LiteralNode => ({
  kind: 'literal',
  literal: value,
  position,
}))

const leaf: fc.Arbitrary<Node> = fc.oneof(
  literal,
  fc
    .tuple(fc.oneof(headName, fc.constantFrom('$it', '$this')), fc.array(name, { maxLength: 2 }))
    .map(([first, rest]): Node => ({
      kind: 'path',
      segments: [first, ...rest].map((one) => ({ kind: 'name', name: one, position })),
      position,
    })),
  fc.stringMatching(/^@[a-z]{1,5}$/).map((one): Node => ({ kind: 'alias', name: one, position })),
)

function lastSegment(tie: fc.Arbitrary<Node>): fc.Arbitrary<Segment> {
  return fc.oneof(
    fc.constant<Segment>({ kind: 'count', position }),
    fc.constant<Segment>({ kind: 'any', position }),
    tie.map((filter): Segment => ({ kind: 'count', filter, position })),
    fc
      .record({
        kind: fc.constantFrom('any' as const, 'all' as const),
        variable: headName,
        body: tie,
      })
      .map((parts): Segment => ({ ...parts, position })),
  )
}

/** A list of one literal, not an expression in brackets. */
function membershipRight(tie: fc.Arbitrary<Node>): fc.Arbitrary<Node> {
  const list = fc
    .array(literal, { maxLength: 3 })
    .map((items): Node => ({ kind: 'list', items, position }))
  return fc.oneof(list, tie)
}

/** Any expression that the parser can give, without regard to names and types. */
export const randomNode: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => {
  const node = tie('node')
  const binary = fc.constantFrom(
    'eq',
    'ne',
    'gt',
    'ge',
    'lt',
    'le',
    'add',
    'sub',
    'mul',
    'div',
    'divby',
    'mod',
    'has',
  )
  return {
    node: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      leaf,
      fc
        .record({ operator: binary, left: node, right: node })
        .map((parts): Node => ({ kind: 'binary', ...parts, position })),
      fc
        .record({ left: node, right: membershipRight(node) })
        .map((parts): Node => ({ kind: 'binary', operator: 'in', ...parts, position })),
      fc
        .record({ operator: fc.constantFrom('not' as const, '-' as const), operand: node })
        .map((parts): Node => ({ kind: 'unary', ...parts, position })),
      fc
        .record({
          operator: fc.constantFrom('and' as const, 'or' as const),
          operands: fc.array(node, { minLength: 2, maxLength: 4 }),
        })
        .map((parts): Node => ({ kind: 'logical', ...parts, position })),
      fc
        .record({ name: headName.map(functionName), values: fc.array(node, { maxLength: 3 }) })
        .map(({ name: called, values }): Node => ({
          kind: 'call',
          name: called,
          arguments: values.map((value) => ({ value })),
          position,
        })),
      fc.tuple(headName, lastSegment(node)).map(([first, last]): Node => ({
        kind: 'path',
        segments: [{ kind: 'name', name: first, position }, last],
        position,
      })),
      fc.array(node, { maxLength: 3 }).map((items): Node => ({ kind: 'array', items, position })),
      fc
        .array(fc.record({ name: fc.string(), value: node }), { maxLength: 2 })
        .map((members): Node => ({ kind: 'object', members, position })),
      fc
        .array(fc.record({ condition: node, value: node }), { minLength: 1, maxLength: 2 })
        .map((branches): Node => ({ kind: 'case', branches, position })),
    ),
  }
}).node
