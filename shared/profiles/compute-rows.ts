import { canonicalIdentifier } from '../identity/canonical-identifier.ts'
import { connectIdentifiers } from '../identity/connect-identifiers.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import type { NodeId, NodeIdOf } from '../identity/node-id.ts'
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
  const seen = seenTimes(facts)
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
  const activityCount = nodes.reduce((sum, node) => sum + node.activityCount, 0)
  if (owner === undefined || activityCount === 0) {
    return members.map(({ id }) => [id, { kind: 'detached' }])
  }
  const profile: Profile = {
    customerId: owner.id,
    known: members.some(({ namespace }) => namespaces.isPerson(namespace)),
    firstSeen: Math.min(...nodes.map((node) => node.firstSeen ?? Infinity)),
    lastSeen: Math.max(...nodes.map((node) => node.lastSeen ?? -Infinity)),
    activityCount,
    attributes: mergeAttributes(nodes.flatMap((node) => node.attributes)),
    identifiers: [...members].sort(namespaces.compareStrength),
  }
  return members.map(({ id }) => [
    id,
    id === owner.id ? { kind: 'profile', profile } : { kind: 'stub', survivor: owner.id },
  ])
}

interface Seen {
  readonly firstSeen: number
  readonly lastSeen: number
}

/** First and last event of each identifier, from its own events and from links in others' events. */
function seenTimes(facts: readonly NodeFacts[]): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>()
  const note = (identifier: Identifier, firstSeen: number, lastSeen: number): void => {
    const key = identifierKey(identifier)
    const other = seen.get(key)
    seen.set(key, {
      firstSeen: Math.min(firstSeen, other?.firstSeen ?? Infinity),
      lastSeen: Math.max(lastSeen, other?.lastSeen ?? -Infinity),
    })
  }
  for (const node of facts) {
    if (node.firstSeen !== undefined && node.lastSeen !== undefined) {
      note(node.identifier, node.firstSeen, node.lastSeen)
    }
    for (const link of node.links) {
      note(link.a, link.firstSeen, link.lastSeen)
      note(link.b, link.firstSeen, link.lastSeen)
    }
  }
  return seen
}

function profileIdentifier(
  { identifier, activityCount }: NodeFacts,
  seen: ReadonlyMap<string, Seen>,
  nodeIdOf: NodeIdOf,
): ProfileIdentifier {
  const times = seen.get(identifierKey(identifier)) ?? { firstSeen: Infinity, lastSeen: -Infinity }
  return { id: nodeIdOf(identifier), ...identifier, ...times, activityCount }
}
