import * as z from 'zod'
import { definitionName } from '../platform/ids/definition-name.ts'

/** What a namespace may be called. */
export const namespaceName = definitionName

const defaultMaxFan = { person: 1000, device: 100 } as const

/** The members of a namespace's definition. */
export const namespaceShape = z.strictObject({
  name: namespaceName,
  kind: z.enum(['person', 'device']),
  /** 1 is the strongest. */
  priority: z.int().min(1).max(1000),
  /** The most values of this namespace that one profile keeps; `null`: any number. */
  limit: z.int().min(1).nullable().default(5),
  /**
   * Who keeps an identifier that several claim: the latest, the first, or nobody, because it
   * then says nothing about who it is.
   */
  onConflict: z.enum(['moveToLatest', 'keepFirst', 'ambiguous']).default('moveToLatest'),
  normalize: z.enum(['none', 'lower', 'email', 'phone']).default('none'),
  /** Values that are never identifiers, beside the ones that never are anywhere. */
  blocked: z.array(z.string()).default([]),
  /**
   * An event with more values of this namespace gives no links; by default 1 where a profile
   * keeps only one, else any number.
   */
  maxPerEvent: z.int().min(1).optional(),
  /**
   * An identifier that is linked to more others than this is quarantined; `null`: never. By
   * default 1,000 for a person and 100 for a device.
   */
  maxFan: z.int().min(1).nullable().optional(),
})

/** A kind of identifier: what it stands for and how strong it is. */
export const namespaceDefinitionSchema = namespaceShape.transform(({ maxFan, ...definition }) => ({
  ...definition,
  maxFan: maxFan === undefined ? defaultMaxFan[definition.kind] : maxFan,
}))

export type NamespaceDefinition = z.output<typeof namespaceDefinitionSchema>

/** True when an event may not carry that many values of a namespace (rule 2). */
export function isTooManyPerEvent(definition: NamespaceDefinition, count: number): boolean {
  const { maxPerEvent, limit } = definition
  return count > (maxPerEvent ?? (limit === 1 ? 1 : Infinity))
}

/** Names that identifiers may not use, because they mean something else in the interface. */
export const reservedNamespaces: ReadonlySet<string> = new Set(['customerId'])

/** Second names of namespaces, unless a workspace gives the name to a namespace of its own. */
export const secondNames: ReadonlyMap<string, string> = new Map([['cookieId', 'anonymousId']])

const defaults: readonly z.input<typeof namespaceDefinitionSchema>[] = [
  { name: 'userId', kind: 'person', priority: 1, limit: 1 },
  { name: 'email', kind: 'person', priority: 2, limit: 5, normalize: 'email' },
  { name: 'phone', kind: 'person', priority: 3, limit: 5, normalize: 'phone' },
  { name: 'deviceId', kind: 'device', priority: 4, limit: 5 },
  { name: 'anonymousId', kind: 'device', priority: 5, limit: 5 },
]

/** The namespaces of a workspace that has configured none. */
export const defaultNamespaces: readonly NamespaceDefinition[] = defaults.map((definition) =>
  namespaceDefinitionSchema.parse(definition),
)
