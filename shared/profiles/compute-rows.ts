import type { HomeShare } from '../identity/home-share.ts'
import {
  compareText,
  identifierKey,
  parseIdentifierKey,
  type Identifier,
} from '../identity/identifier.ts'
import type { NodeId, NodeIdOf } from '../identity/node-id.ts'
import type { RefusedLink } from '../identity/refused-link.ts'
import type { Resolution, ResolvedProfile } from '../identity/resolve-identity.ts'
import type { AttributeFact } from './attribute-fact.ts'
import type { AttributeRules } from './attribute-rules.ts'
import { attributesByOwner } from './attributes-by-owner.ts'
import { formerOwners } from './former-owner.ts'
import type { NodeFacts } from './node-facts.ts'
import { resolveNodes, type ResolveSettings } from './resolve-nodes.ts'
import type { Profile, ProfileHome, ProfileIdentifier, RowContent } from './profile-row.ts'
import { survivingAttributes } from './survivorship.ts'

export interface ComputeSettings extends ResolveSettings {
  readonly nodeIdOf: NodeIdOf
  readonly attributeRules: AttributeRules
}

export interface ComputedRows {
  readonly rows: ReadonlyMap<NodeId, RowContent>
  /**
   * Homes whose facts leave out what matters here. While there are some there are no rows: the
   * facts of these homes must be made from their whole timelines.
   */
  readonly incomplete: readonly Identifier[]
  /** Links that do not hold. */
  readonly refused: readonly RefusedLink[]
  /** Identifiers that are quarantined and not closed yet, with how many others count. */
  readonly toClose: readonly { readonly identifier: Identifier; readonly fan: number }[]
}

/**
 * What the row of every identifier must say, given all facts about a connected set of identifiers:
 * a pure function, so any worker that has read the same facts writes the same rows.
 */
export function computeRows(facts: readonly NodeFacts[], settings: ComputeSettings): ComputedRows {
  const { attributeRules } = settings
  const nodes = resolveNodes(facts, settings)
  if (nodes.kind === 'incomplete') return incompleteRows(nodes.incomplete)
  const { homes, resolution } = nodes
  const attributes = attributesByOwner(homes, resolution, attributeRules)
  if (attributes.incomplete.length > 0) return incompleteRows(attributes.incomplete)
  const rows = new Map<NodeId, RowContent>()
  const formerOwner = formerOwners(homes, resolution)
  const shared = new Set(resolution.quarantined.map(identifierKey))
  for (const { identifier } of homes) {
    // Who is read together with what too many share depends on who asks.
    const owner = shared.has(identifierKey(identifier)) ? undefined : formerOwner(identifier)
    rows.set(settings.nodeIdOf(identifier), detachedRow(owner, settings))
  }
  for (const owner of resolution.profiles) {
    const own = survivingAttributes(attributes.of.get(owner) ?? [], attributeRules)
    for (const [id, content] of profileRows({ owner, attributes: own }, resolution, settings)) {
      rows.set(id, content)
    }
  }
  const closed = new Set(
    homes.filter((node) => node.closed).map(({ identifier }) => identifierKey(identifier)),
  )
  const toClose = resolution.quarantined
    .filter((identifier) => !closed.has(identifierKey(identifier)))
    .map((identifier) => ({
      identifier,
      fan: resolution.fans.get(identifierKey(identifier)) ?? 0,
    }))
  return { rows, incomplete: [], toClose, refused: resolution.refused }
}

function incompleteRows(incomplete: readonly Identifier[]): ComputedRows {
  return { rows: new Map(), incomplete, toClose: [], refused: [] }
}

/** Whoever used a device after a logout has no row to lead to. */
function detachedRow(
  owner: ResolvedProfile | undefined,
  { nodeIdOf }: ComputeSettings,
): RowContent {
  if (owner?.cluster === undefined) return { kind: 'detached' }
  return { kind: 'detached', survivor: nodeIdOf(owner.canonical) }
}

/** The rows of a profile's members; whoever used a device after a logout has none. */
function profileRows(
  { owner, attributes }: { owner: ResolvedProfile; attributes: AttributeFact[] },
  { seen }: Resolution,
  { namespaces, nodeIdOf }: ComputeSettings,
): [NodeId, RowContent][] {
  const members = [...(owner.cluster?.members ?? [])].sort(namespaces.compareStrength)
  const identifiers = members.flatMap((member): ProfileIdentifier[] => {
    const times = seen.get(identifierKey(member))
    return times === undefined ? [] : [{ id: nodeIdOf(member), ...member, ...times }]
  })
  const { known, firstSeen, lastSeen, activityCount } = owner
  const customerId = nodeIdOf(owner.canonical)
  const ids = [...identifiers.map(({ id }) => id), ...awaited(owner).map(nodeIdOf)]
  const homes = owner.shares
    .map((share) => profileHome(share, nodeIdOf))
    .sort((a, b) => compareText(a.id, b.id))
  const profile: Profile = {
    ...{ customerId, known, firstSeen, lastSeen, activityCount },
    ...{ attributes, identifiers, homes },
  }
  return ids.map((id) => [
    id,
    id === customerId ? { kind: 'profile', profile } : { kind: 'stub', survivor: customerId },
  ])
}

/** Identifiers that are hers by a steward's word though no event has carried them yet. */
function awaited({ cluster }: ResolvedProfile): Identifier[] {
  const seen = new Set(cluster?.members.map(identifierKey))
  const named = cluster?.always.flatMap(({ a, b }) => [a, b]).filter((key) => !seen.has(key)) ?? []
  return [...new Set(named)].flatMap((key) => parseIdentifierKey(key) ?? [])
}

function profileHome(share: HomeShare, nodeIdOf: NodeIdOf): ProfileHome {
  const { home, activityCount, firstSeen, lastSeen, lanes } = share
  return {
    id: nodeIdOf(home),
    ...{ activityCount, firstSeen, lastSeen },
    lanes:
      lanes === 'all'
        ? lanes
        : lanes.map(({ identifiers, logout, ranges }) => ({
            identifiers: identifiers.map(({ namespace, value }) => ({ namespace, value })),
            logout,
            ranges: ranges === 'all' ? ranges : ranges.map(([from, to]) => [from, to]),
          })),
  }
}
