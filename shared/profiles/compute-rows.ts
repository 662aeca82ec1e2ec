import { canonicalIdentifier } from '../identity/canonical-identifier.ts'
import { connectIdentifiers } from '../identity/connect-identifiers.ts'
import { identifierKey } from '../identity/identifier.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import type { NodeId, NodeIdOf } from '../identity/node-id.ts'
import { seenTimes, type SeenTimes } from '../identity/seen-times.ts'
import { emptyHistory, type Span } from '../identity/device-history.ts'
import type { NodeFacts } from './node-facts.ts'
import { mergeAttributes } from './attribute-fact.ts'
import type { Profile, ProfileIdentifier, RowContent } from './profile-row.ts'

export interface ComputeSettings {
  readonly namespaces: Namespaces
  readonly nodeIdOf: NodeIdOf
}

/**
 * What the row of every identifier must say, given all facts about a connected set of identifiers:
 * a pure function, so any worker that has read the same facts writes the same rows.
 */
export function computeRows(
  facts: readonly NodeFacts[],
  settings: ComputeSettings,
): ReadonlyMap<NodeId, RowContent> {
  const byKey = new Map(facts.map((node) => [identifierKey(node.identifier), node]))
  const links = facts.flatMap((node) => node.links)
  const clusters = connectIdentifiers(
    facts.map((node) => node.identifier),
    links,
  )
  const seen = seenTimes(facts.map(withHistory))
  const rows = new Map<NodeId, RowContent>()
  for (const cluster of clusters) {
    const nodes = cluster.flatMap((identifier) => byKey.get(identifierKey(identifier)) ?? [])
    const members = nodes.map((node) => profileIdentifier(node, seen, settings.nodeIdOf))
    for (const [id, content] of clusterRows(nodes, members, settings)) rows.set(id, content)
  }
  return rows
}

function clusterRows(
  nodes: readonly NodeFacts[],
  members: readonly ProfileIdentifier[],
  { namespaces }: ComputeSettings,
): [NodeId, RowContent][] {
  const owner = canonicalIdentifier(namespaces, members)
  const spans = nodes.flatMap((node) => spansOf(node))
  const activityCount = spans.reduce((sum, { count }) => sum + count, 0)
  if (owner === undefined || activityCount === 0) {
    return members.map(({ id }) => [id, { kind: 'detached' }])
  }
  const profile: Profile = {
    customerId: owner.id,
    known: members.some(({ namespace }) => namespaces.isPerson(namespace)),
    firstSeen: spans.reduce((least, { first }) => Math.min(least, first), Infinity),
    lastSeen: spans.reduce((most, { last }) => Math.max(most, last), -Infinity),
    activityCount,
    attributes: mergeAttributes(nodes.flatMap((node) => node.attributes)),
    identifiers: [...members].sort(namespaces.compareStrength),
  }
  return members.map(({ id }) => [
    id,
    id === owner.id ? { kind: 'profile', profile } : { kind: 'stub', survivor: owner.id },
  ])
}

function profileIdentifier(
  node: NodeFacts,
  seen: SeenTimes,
  nodeIdOf: NodeIdOf,
): ProfileIdentifier {
  const { identifier } = node
  const activityCount = spansOf(node).reduce((sum, { count }) => sum + count, 0)
  const times = seen.get(identifierKey(identifier)) ?? { firstSeen: Infinity, lastSeen: -Infinity }
  return { id: nodeIdOf(identifier), ...identifier, ...times, activityCount }
}

function spansOf({ history }: NodeFacts): readonly Span[] {
  return (history?.lanes ?? []).flatMap(({ spans }) => spans)
}

function withHistory({ links, history = emptyHistory }: NodeFacts) {
  return { links, history }
}
