import * as z from 'zod'
import { defaultIdentitySettings } from '../identity/identity-settings.ts'
import { defaultNamespaces } from '../identity/namespace-definition.ts'

/** One definition as stored: as its kind's schema made it, with what the workspace notes of it. */
const storedDefinitionSchema = z.object({
  body: z.record(z.string(), z.unknown()),
  /** The version of the workspace that brought this state; it never repeats for a name. */
  version: z.int(),
  /** In milliseconds. */
  modifiedAt: z.number(),
  active: z.boolean(),
})

export type StoredDefinition = Readonly<z.output<typeof storedDefinitionSchema>>

/** The kinds of definitions that have a list of names each. */
export const definitionKinds = ['namespaces', 'attributes'] as const

export type DefinitionKind = (typeof definitionKinds)[number]

const byName = z.record(z.string(), storedDefinitionSchema)

/** All definitions of a deployment, as they were at one time. */
export const workspaceSchema = z.object({
  /** Rises by one with every change. */
  version: z.int(),
  modifiedAt: z.number(),
  /** The version from which on profiles must be computed again where they were before it. */
  computedFrom: z.int().default(1),
  identity: storedDefinitionSchema,
  namespaces: byName,
  attributes: byName.default({}),
})

export type Workspace = Readonly<z.output<typeof workspaceSchema>>

/** What a deployment starts with. */
export function initialWorkspace(now: number): Workspace {
  const stored = (body: object): StoredDefinition => ({
    body: { ...body },
    version: 1,
    modifiedAt: now,
    active: true,
  })
  return {
    version: 1,
    modifiedAt: now,
    computedFrom: 1,
    identity: stored(defaultIdentitySettings),
    namespaces: Object.fromEntries(defaultNamespaces.map((item) => [item.name, stored(item)])),
    attributes: {},
  }
}
