import {
  collectionOf,
  dynamic,
  primitive,
  primitiveNames,
  typeOfName,
  type ComplexType,
  type Property,
  type Type,
} from '../../shared/expression/types/edm-type.ts'
import { nearestName } from '../../shared/expression/types/nearest-name.ts'
import { QueryInputError } from './read-input.ts'

/** What was seen of a value, in all rows together. */
interface Seen {
  readonly kinds: Set<'string' | 'number' | 'boolean' | 'object' | 'array'>
  readonly members: Map<string, Seen>
  element: Seen | undefined
  /** The type that was declared. */
  declared: Type | undefined
}

/** Collections of entities: they have the properties that are known, and no others. */
const entities: readonly string[] = ['UnifiedActivity', 'SegmentMembership', 'Enrichment']

function unseen(): Seen {
  return { kinds: new Set(), members: new Map(), element: undefined, declared: undefined }
}

/** The model of rows: declared types, else by value, where text wins over number over boolean. */
export function modelOfRows(
  rows: readonly unknown[],
  declared: Readonly<Record<string, string>> = {},
): ComplexType {
  const root = unseen()
  for (const row of rows) note(root, row)
  for (const [path, name] of Object.entries(declared)) declare(root, path, name)
  return complexOf('Customer', root, { isOpen: false })
}

/** What lies deeper has no types of its own. */
const deepest = 64

function note(seen: Seen, value: unknown, depth = 0): void {
  if (value === null || value === undefined || depth > deepest) return
  if (Array.isArray(value)) {
    seen.kinds.add('array')
    seen.element ??= unseen()
    for (const item of value) note(seen.element, item, depth + 1)
  } else if (typeof value === 'object') {
    seen.kinds.add('object')
    for (const [name, member] of Object.entries(value)) {
      note(memberOf(seen, name), member, depth + 1)
    }
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    seen.kinds.add(typeof value as 'string' | 'number' | 'boolean')
  }
}

function memberOf({ members }: Seen, name: string): Seen {
  const known = members.get(name)
  if (known !== undefined) return known
  const created = unseen()
  members.set(name, created)
  return created
}

/** `UnifiedActivity/ActivityTime` declares a property of each element. */
function declare(root: Seen, path: string, name: string): void {
  const type = typeOfName(name)
  if (type === undefined) throw unknownType(path, name)
  if (path.split('/').includes('')) {
    throw new QueryInputError(`--types: ${JSON.stringify(path)} is no path; write address/city`)
  }
  let seen = root
  for (const part of path.split('/')) {
    seen = memberOf(seen.element ?? seen, part)
    if (entities.includes(part)) {
      seen.kinds.add('array')
      seen.element ??= unseen()
    }
  }
  seen.declared = type
}

function unknownType(path: string, name: string): QueryInputError {
  const nearest = nearestName(name, primitiveNames) ?? nearestName(`Edm.${name}`, primitiveNames)
  const hint = `Did you mean ${nearest ?? 'Edm.String'}?`
  const [at, type] = [JSON.stringify(path), JSON.stringify(name)]
  return new QueryInputError(`--types: at ${at} there is no type ${type}. ${hint}`)
}

function typeOf(seen: Seen, name: string, isEntity: boolean): Type {
  const { kinds, declared, element } = seen
  if (declared !== undefined) return declared
  const isOnly = (kind: 'array' | 'object'): boolean => kinds.size === 1 && kinds.has(kind)
  if (isOnly('array')) return collectionOf(element ? typeOf(element, name, isEntity) : dynamic)
  if (isOnly('object') || (kinds.size === 0 && seen.members.size > 0)) {
    return complexOf(name, seen, { isOpen: !isEntity })
  }
  if (kinds.has('array') || kinds.has('object')) return dynamic
  if (kinds.has('string')) return primitive('Edm.String')
  if (kinds.has('number')) return primitive('Edm.Double')
  return kinds.has('boolean') ? primitive('Edm.Boolean') : dynamic
}

function complexOf(name: string, seen: Seen, { isOpen }: { isOpen: boolean }): ComplexType {
  const properties = new Map<string, Property>(
    [...seen.members].map(([member, inner]) => [
      member,
      { name: member, type: typeOf(inner, member, entities.includes(member)) },
    ]),
  )
  return { kind: 'complex', name, properties, isOpen }
}
