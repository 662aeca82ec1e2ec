/** A value that stands for a person or a device, in the namespace that it belongs to. */
export interface Identifier {
  readonly namespace: string
  readonly value: string
}

/** `namespace:value`; namespaces hold no colon, so the first one separates. */
export function identifierKey(identifier: Identifier): string {
  return `${identifier.namespace}:${identifier.value}`
}

/** Reads `namespace:value`; `undefined` when there is no namespace before a colon. */
export function parseIdentifierKey(key: string): Identifier | undefined {
  const colon = key.indexOf(':')
  if (colon < 1) return undefined
  return { namespace: key.slice(0, colon), value: key.slice(colon + 1) }
}

/** Compares by Unicode code unit, as every order of ours does. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Each identifier once. */
export function uniqueIdentifiers(identifiers: readonly Identifier[]): Identifier[] {
  return [...new Map(identifiers.map((item) => [identifierKey(item), item])).values()]
}
