import { identitySettingsSchema, type IdentitySettings } from '../identity/identity-settings.ts'
import {
  isTooManyPerEvent,
  namespaceDefinitionSchema,
  type NamespaceDefinition,
} from '../identity/namespace-definition.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import type { Workspace } from './workspace.ts'

/**
 * What a change of definitions asks for. `none`: it holds at once. `recluster`: it holds at once,
 * and all profiles are computed again from what is stored about their identifiers. `rebuild`: it
 * changes how events are read, so it holds once all profiles were made again from the log.
 */
export type Impact = 'none' | 'recluster' | 'rebuild'

/** Settings that only what is stored about identifiers is judged by. */
const judging = ['deviceHistory', 'onLogout', 'deviceMerge', 'maxIdentifiers'] as const
/** Settings by which events are read, and folded into what is stored. */
const reading = ['visitGap', 'logoutEvents', 'blockedValues', 'phoneRegion'] as const
const namespaceJudging = ['limit', 'onConflict', 'maxFan'] as const
const namespaceReading = ['kind', 'priority', 'normalize', 'blocked'] as const

/**
 * What it takes to bring profiles from one workspace's rules to another's. A namespace of which no
 * event ever had a value can change as it likes.
 */
export function identityImpact(
  before: Workspace,
  after: Workspace,
  seen: ReadonlySet<string>,
): Impact {
  const impacts = [
    settingsImpact(settingsOf(before), settingsOf(after)),
    ...namespaceImpacts(before, after, seen),
    attributesImpact(before, after),
  ]
  if (impacts.includes('rebuild')) return 'rebuild'
  return impacts.includes('recluster') ? 'recluster' : 'none'
}

function settingsOf({ identity }: Workspace): IdentitySettings {
  return identitySettingsSchema.parse(identity.body)
}

function settingsImpact(before: IdentitySettings, after: IdentitySettings): Impact {
  if (differsIn(before, after, reading)) return 'rebuild'
  return differsIn(before, after, judging) ? 'recluster' : 'none'
}

function namespaceImpacts(
  before: Workspace,
  after: Workspace,
  seen: ReadonlySet<string>,
): Impact[] {
  const [old, fresh] = [activeNamespaces(before), activeNamespaces(after)]
  const names = new Set([...old.keys(), ...fresh.keys()])
  return [...names]
    .filter((name) => seen.has(name))
    .map((name) => namespaceImpact(old.get(name), fresh.get(name)))
}

function namespaceImpact(
  before: NamespaceDefinition | undefined,
  after: NamespaceDefinition | undefined,
): Impact {
  if (before === undefined || after === undefined) return 'rebuild'
  const mostPerEvent = (definition: NamespaceDefinition): number | undefined =>
    definition.maxPerEvent ?? (isTooManyPerEvent(definition, 2) ? 1 : undefined)
  const isReadOtherwise =
    differsIn(before, after, namespaceReading) || mostPerEvent(before) !== mostPerEvent(after)
  if (isReadOtherwise) return 'rebuild'
  return differsIn(before, after, namespaceJudging) ? 'recluster' : 'none'
}

function activeNamespaces({ namespaces }: Workspace): Map<string, NamespaceDefinition> {
  const active = Object.values(namespaces).filter((definition) => definition.active)
  const definitions = active.map(({ body }) => namespaceDefinitionSchema.parse(body))
  return new Map(definitions.map((definition) => [definition.name, definition]))
}

/** Profiles show attributes as their definitions say. */
function attributesImpact(before: Workspace, after: Workspace): Impact {
  const shown = ({ attributes }: Workspace): string =>
    canonicalJson(
      Object.values(attributes)
        .filter(({ active }) => active)
        .map(({ body: { searchable: _searchable, public: _public, ...body } }) => body),
    )
  return shown(before) === shown(after) ? 'none' : 'recluster'
}

function differsIn<T extends object>(before: T, after: T, names: readonly (keyof T)[]): boolean {
  return names.some(
    (name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null),
  )
}
