import {
  addExactly,
  decimalOf,
  decimalToNumber,
  divideDecimals,
  type Decimal,
} from '../expression/values/decimal.ts'
import { readDecimalValue, toDecimal } from '../expression/values/number-value.ts'
import type { Value } from '../expression/values/value.ts'
import type { FunctionMeasure, ReduceFunction } from './measure-definition.ts'
import { orderScalars, type Scalar } from './order-values.ts'
import { countKeys, isApproximate, type GroupsPartial, type PartialResult } from './partial.ts'

export interface MeasureValue {
  readonly value: Value
  /** True where more different keys were seen than are kept. */
  readonly approximate: boolean
}

/** The value that a partial stands for; `undefined` is nothing at all. */
export function measureValue(
  definition: Pick<FunctionMeasure, 'function' | 'reduce'>,
  partial: PartialResult | undefined,
): MeasureValue {
  const approximate = isApproximate(partial)
  const { reduce } = definition
  if (reduce === undefined) return { value: plainValue(definition, partial), approximate }
  const groups = partial?.kind === 'groups' ? partial : undefined
  return { value: reducedValue(definition, reduce, groups), approximate }
}

function plainValue(
  { function: of }: Pick<FunctionMeasure, 'function'>,
  partial: PartialResult | undefined,
): Value {
  switch (partial?.kind) {
    case undefined:
      return of === 'count' || of === 'sum' || of === 'countUnique' ? 0 : null
    case 'count':
      return partial.count
    case 'sum': {
      const { sum, count } = partial
      return of === 'average' ? meanOf(sum, count) : decimalToNumber(sum)
    }
    case 'distinct':
      return countKeys(partial.keys)
    case 'least':
    case 'greatest':
    case 'atLeast':
    case 'atGreatest':
      return partial.value
    case 'groups':
      throw new Error('groups have a value only once they are reduced')
  }
}

/** Rounded once, from the exact sum. */
function meanOf(sum: Decimal, count: number): number | null {
  const mean = divideDecimals(sum, decimalOf(BigInt(count)))
  return mean === undefined ? null : decimalToNumber(mean)
}

function reducedValue(
  definition: Pick<FunctionMeasure, 'function'>,
  reduce: ReduceFunction,
  partial: GroupsPartial | undefined,
): Value {
  if (partial === undefined) return reduce === 'count' || reduce === 'sum' ? 0 : null
  const groups = [...partial.groups.entries.values()].flatMap((group) => {
    const value = plainValue(definition, group.partial)
    return value === null ? [] : [{ key: group.value, value: value as Scalar, group }]
  })
  switch (reduce) {
    case 'count':
      return countKeys(partial.groups)
    case 'max':
    case 'min': {
      const values = groups.map(({ value }) => value).sort(orderScalars)
      return values.at(reduce === 'max' ? -1 : 0) ?? null
    }
    case 'argMax': {
      const [best] = groups.sort(
        (a, b) => orderScalars(b.value, a.value) || orderScalars(a.key, b.key),
      )
      return best?.key ?? null
    }
    case 'sum':
    case 'average': {
      const numbers = groups.flatMap(({ group, value }) => exactValue(group.partial, value) ?? [])
      const sum = numbers.reduce(addExactly, decimalOf(0n))
      return reduce === 'sum' ? decimalToNumber(sum) : meanOf(sum, numbers.length)
    }
  }
}

/** The value of a group before it is rounded, where it is a number. */
function exactValue(partial: PartialResult, value: Scalar): Decimal | undefined {
  if (partial.kind === 'sum' && value === decimalToNumber(partial.sum)) return partial.sum
  if (typeof value === 'number') return readDecimalValue(value) ?? undefined
  if (typeof value === 'bigint') return toDecimal(value) ?? undefined
  return typeof value === 'object' && 'digits' in value ? value : undefined
}
