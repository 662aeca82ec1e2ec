import * as z from 'zod'

/** What a namespace may be called. */
export const namespaceName = z
  .string('must be text')
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be a letter, then up to 63 letters, digits or _')

/** A kind of identifier: what it stands for and how strong it is. */
export const namespaceDefinitionSchema = z.strictObject({
  name: namespaceName,
  kind: z.enum(['person', 'device']),
  /** 1 is the strongest. */
  priority: z.int().min(1).max(1000),
  /** The most values of this namespace that one profile keeps. */
  limit: z.int().min(1).default(5),
  onConflict: z.enum(['moveToLatest', 'keepFirst', 'ambiguous']).default('moveToLatest'),
  normalize: z.enum(['none', 'lower', 'email']).default('none'),
  /** Values that are never identifiers, beside the ones that never are anywhere. */
  blocked: z.array(z.string()).default([]),
  /** An event with more values of this namespace gives no links. */
  maxPerEvent: z.int().min(1).optional(),
})

export type NamespaceDefinition = z.output<typeof namespaceDefinitionSchema>

/** Names that identifiers may not use, because they mean something else in the interface. */
export const reservedNamespaces: ReadonlySet<string> = new Set(['customerId'])

/** `cookieId` is a second name of `anonymousId`. */
const secondNames: ReadonlyMap<string, string> = new Map([['cookieId', 'anonymousId']])

/** The namespace that a name means. */
export function canonicalNamespace(name: string): string {
  return secondNames.get(name) ?? name
}

/** All names of a namespace: its own and its second ones. */
export function namesOf(namespace: string): readonly string[] {
  const second = [...secondNames].filter(([, meant]) => meant === namespace)
  return [namespace, ...second.map(([name]) => name)]
}

const defaults: readonly z.input<typeof namespaceDefinitionSchema>[] = [
  { name: 'userId', kind: 'person', priority: 1, limit: 1 },
  { name: 'email', kind: 'person', priority: 2, limit: 5, normalize: 'email' },
  { name: 'phone', kind: 'person', priority: 3, limit: 5 },
  { name: 'deviceId', kind: 'device', priority: 4, limit: 5 },
  { name: 'anonymousId', kind: 'device', priority: 5, limit: 5 },
]

/** The namespaces of a workspace that has configured none. */
export const defaultNamespaces: readonly NamespaceDefinition[] = defaults.map((definition) =>
  namespaceDefinitionSchema.parse(definition),
)
