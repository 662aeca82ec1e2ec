import { ExpressionError } from '../expression-error.ts'
import type { NameSegment } from '../parse/node.ts'
import { dynamic, typeText, type ComplexType, type Property, type Type } from '../types/edm-type.ts'
import { nearestName } from '../types/nearest-name.ts'
import type { Bound } from './bound.ts'
import { pathOf } from './bind-path.ts'
import { wordHint } from './name-hints.ts'
import { mismatch, unsupported } from './scope.ts'

/** What a name may be mistaken for, where it is unknown. */
export interface Mistakable {
  /** Names that elements have in iterations around it. */
  readonly variables: ReadonlyMap<string, { readonly type: Type }>
  /** Nothing stands behind it: it may be meant as a value. */
  readonly isAlone: boolean
}

/** Looks a name up among the properties of its owner. */
export function bindName(
  owner: Bound,
  { name, position }: NameSegment,
  mistakable?: Mistakable,
): Bound {
  const { type } = owner
  if (type.kind === 'dynamic') return member(owner, name, position)
  if (type.kind !== 'complex') throw mismatch(position, `${typeText(type)} has no member ${name}.`)
  const property = propertyOf(type, name)
  if (property !== undefined) {
    const path = joined(owner, property.name)
    return { kind: 'property', owner, property, path, type: property.type, position }
  }
  if (name.includes('.')) {
    if (name.toLowerCase() === type.name.toLowerCase()) return owner
    throw unsupported(position, `There is no type ${name} to cast to.`)
  }
  if (type.isOpen) return member(owner, name, position)
  const message = `There is no property ${name}.`
  const hint = hintFor(name, type, mistakable)
  throw new ExpressionError({ code: 'UnknownProperty', message, position, hint })
}

function hintFor(
  name: string,
  { properties }: ComplexType,
  { variables, isAlone }: Mistakable = { variables: new Map(), isAlone: false },
): string | undefined {
  const owner = [...variables].find(
    ([, { type }]) => type.kind === 'complex' && propertyOf(type, name) !== undefined,
  )
  if (owner !== undefined) return `Write ${owner[0]}/${name}.`
  const nearest = nearestName(name, [...properties.keys(), ...variables.keys()])
  if (nearest !== undefined) return `Did you mean ${nearest}?`
  return isAlone ? wordHint(name) : undefined
}

function member(owner: Bound, name: string, position: number): Bound {
  return { kind: 'member', owner, name, path: joined(owner, name), type: dynamic, position }
}

function joined(owner: Bound, name: string): string {
  const path = pathOf(owner)
  return path === '' ? name : `${path}/${name}`
}

/** The exact name, else the only one that differs in case. */
function propertyOf({ properties }: ComplexType, name: string): Property | undefined {
  const exact = properties.get(name)
  if (exact !== undefined) return exact
  const lower = name.toLowerCase()
  const similar = [...properties.values()].filter((one) => one.name.toLowerCase() === lower)
  return similar.length === 1 ? similar[0] : undefined
}
