import { identitySettingsSchema, type IdentitySettings } from '../identity/identity-settings.ts'
import { namespaceDefinitionSchema } from '../identity/namespace-definition.ts'
import { createNamespaces, type Namespaces } from '../identity/namespaces.ts'
import { lazyPhones } from '../identity/phone-number.ts'
import type { Workspace } from './workspace.ts'

/** The rules that say who is one person. */
export interface IdentityRules {
  /** The version of the workspace that they are from. */
  readonly identityVersion: number
  readonly identity: IdentitySettings
  readonly namespaces: Namespaces
}

/** The rules of identity in a workspace. */
export function identityRules(workspace: Workspace): IdentityRules {
  const identity = identitySettingsSchema.parse(workspace.identity.body)
  const definitions = Object.values(workspace.namespaces)
    .filter(({ active }) => active)
    .map(({ body }) => namespaceDefinitionSchema.parse(body))
  const phones = lazyPhones(identity.phoneRegion ?? undefined)
  const { blockedValues } = identity
  return {
    identityVersion: workspace.version,
    identity,
    namespaces: createNamespaces(definitions, { blockedValues, phones }),
  }
}
