import type { PrimitiveName, Type } from '../types/edm-type.ts'
import type { Value } from '../values/value.ts'

/** What a parameter takes; `number` is any of the numeric types, `same` what the first one is. */
export type Parameter = PrimitiveName | 'number' | 'integer' | 'collection' | 'any'

/** One way to call a function of OData. No value is null when it is computed. */
export interface Overload {
  readonly parameters: readonly Parameter[]
  /** A type, or that of the first argument. */
  readonly returns: PrimitiveName | 'first'
  readonly compute: (...values: never[]) => Value
}

export type FunctionTable = Readonly<Record<string, readonly Overload[]>>

export function parameterText(parameter: Parameter | Type['kind']): string {
  return parameter.startsWith('Edm.') ? parameter.slice(4) : parameter
}
