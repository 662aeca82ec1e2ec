/** Primitive types that are told apart; smaller integers count as Int32, Single as Double. */
export const primitiveNames = [
  'Edm.Boolean',
  'Edm.String',
  'Edm.Int32',
  'Edm.Int64',
  'Edm.Decimal',
  'Edm.Double',
  'Edm.Date',
  'Edm.TimeOfDay',
  'Edm.DateTimeOffset',
  'Edm.Duration',
  'Edm.Guid',
  'Edm.Binary',
] as const

export type PrimitiveName = (typeof primitiveNames)[number]

export type Type =
  | PrimitiveType
  | CollectionType
  | ComplexType
  /** A value of an open complex: what it is shows when it is read. */
  | { readonly kind: 'dynamic' }
  /** The literal `null`. */
  | { readonly kind: 'null' }

export interface PrimitiveType {
  readonly kind: 'primitive'
  readonly name: PrimitiveName
}

export interface CollectionType {
  readonly kind: 'collection'
  readonly of: Type
}

/** An entity, or a complex value inside of one. */
export interface ComplexType {
  readonly kind: 'complex'
  readonly name: string
  readonly properties: ReadonlyMap<string, Property>
  /** Whether values have members beyond the declared ones. */
  readonly isOpen: boolean
}

export interface Property {
  readonly name: string
  readonly type: Type
  /** Reads it from its owner; by default the member of that name. */
  readonly read?: (owner: unknown) => unknown
  /**
   * The property has several values, and a comparison holds if it holds for one of them: an
   * identifier of a profile. `read` answers an array.
   */
  readonly isAlternateKey?: boolean
}

export function primitive(name: PrimitiveName): PrimitiveType {
  return { kind: 'primitive', name }
}

export const dynamic: Type = { kind: 'dynamic' }

export function collectionOf(of: Type): CollectionType {
  return { kind: 'collection', of }
}

export function complexType(
  name: string,
  properties: Readonly<Record<string, Type>>,
  { isOpen = false } = {},
): ComplexType {
  const entries = Object.entries(properties).map(
    ([key, type]) => [key, { name: key, type }] as const,
  )
  return { kind: 'complex', name, properties: new Map(entries), isOpen }
}

const synonyms: Readonly<Record<string, PrimitiveName>> = {
  'edm.byte': 'Edm.Int32',
  'edm.sbyte': 'Edm.Int32',
  'edm.int16': 'Edm.Int32',
  'edm.single': 'Edm.Double',
}

/** Reads `Edm.Int32` or `Collection(Edm.String)`; undefined for what is no primitive type. */
export function typeOfName(text: string): Type | undefined {
  const inner = /^Collection\((.+)\)$/i.exec(text)?.[1]
  if (inner !== undefined) {
    const of = typeOfName(inner)
    return of === undefined ? undefined : collectionOf(of)
  }
  const lower = text.toLowerCase()
  const found = primitiveNames.find((name) => name.toLowerCase() === lower) ?? synonyms[lower]
  return found === undefined ? undefined : primitive(found)
}

export function typeText(type: Type): string {
  if (type.kind === 'primitive') return type.name.slice('Edm.'.length)
  if (type.kind === 'collection') return `Collection(${typeText(type.of)})`
  return type.kind === 'complex' ? type.name : type.kind
}

const numeric = ['Edm.Int32', 'Edm.Int64', 'Edm.Decimal', 'Edm.Double']

export function isNumeric(type: Type): boolean {
  return type.kind === 'primitive' && numeric.includes(type.name)
}

export function isInteger(type: Type): boolean {
  return type.kind === 'primitive' && (type.name === 'Edm.Int32' || type.name === 'Edm.Int64')
}

export function isPrimitive(type: Type, name: PrimitiveName): boolean {
  return type.kind === 'primitive' && type.name === name
}
