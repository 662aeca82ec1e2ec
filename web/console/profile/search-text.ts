/** A value with the namespace that it belongs to. */
export interface Identifier {
  readonly namespace: string
  readonly value: string
}

/** Where a bare value is looked for. */
export const bareNamespaces: readonly string[] = [
  'anonymousId',
  'userId',
  'email',
  'phone',
  'deviceId',
  'customerId',
]

/** What a text may mean: the one thing it says, or else anything that has this value. */
export interface Meaning {
  readonly exact: Identifier | undefined
  readonly bare: readonly Identifier[]
}

/** Reads what somebody typed: `namespace:value`, or a value alone, which may hold colons too. */
export function readSearch(text: string): Meaning {
  const value = text.trim()
  const [, namespace, rest = ''] = /^([A-Za-z][A-Za-z0-9_]{0,63}):(.*)$/s.exec(value) ?? []
  const exact =
    namespace === undefined || rest.trim() === '' ? undefined : { namespace, value: rest.trim() }
  const bare = value === '' ? [] : bareNamespaces.map((name) => ({ namespace: name, value }))
  return { exact, bare }
}

/** `namespace:value`. */
export function searchText({ namespace, value }: Identifier): string {
  return `${namespace}:${value}`
}

/** Reads what the interface writes as `namespace:value`; namespaces hold no colon. */
export function identifierOfKey(key: string): Identifier {
  const colon = key.indexOf(':')
  return { namespace: key.slice(0, colon), value: key.slice(colon + 1) }
}

/** The fragment of the address that shows what this text finds. */
export function fragmentOf(text: string): string {
  // A colon and an at sign may stand in a fragment, and are read more easily.
  return `#profile=${encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@')}`
}

/** The text in a fragment; empty for none, `undefined` where it is for something else. */
export function textOfFragment(fragment: string): string | undefined {
  if (fragment === '' || fragment === '#') return ''
  const [, text] = /^#profile=(.*)$/s.exec(fragment) ?? []
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `cookieId` is a second name of `anonymousId`. */
function canonical(namespace: string): string {
  return namespace === 'cookieId' ? 'anonymousId' : namespace
}

/** Whether two name the same; values of some namespaces are compared without letter case. */
export function isSameIdentifier(a: Identifier, b: Identifier): boolean {
  return (
    canonical(a.namespace) === canonical(b.namespace) &&
    a.value.trim().toLowerCase() === b.value.trim().toLowerCase()
  )
}
