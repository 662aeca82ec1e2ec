import type { Cluster } from './cluster.ts'
import type { Correction } from './correction.ts'
import {
  identifierKey,
  parseIdentifierKey,
  uniqueIdentifiers,
  type Identifier,
} from './identifier.ts'
import type { LinkEvidence } from './identity-link.ts'
import type { RefusedLink } from './refused-link.ts'
import type { Resolution, ResolvedProfile } from './resolve-identity.ts'

/** What a rule holds together without an event that says so. */
export type RuleEvidence =
  | { readonly rule: 'alwaysMatch'; readonly correctionId: string; readonly time: number }
  | { readonly rule: 'unambiguousDevice'; readonly device: Identifier; readonly time: number }

/** Something that makes two identifiers one person. Times in milliseconds. */
export interface Bond {
  readonly a: Identifier
  readonly b: Identifier
  readonly firstSeen: number
  readonly lastSeen: number
  readonly evidence: readonly (LinkEvidence | RuleEvidence)[]
}

/** A link that does not hold, with what a steward said where that is why. */
export interface Refusal extends RefusedLink {
  readonly correction: Correction | undefined
}

/** Who is one with an identifier, and why; all lists in the order of resolution. */
export interface Explanation {
  /** `undefined` where it owns no activity: then it is detached. */
  readonly profile: ResolvedProfile | undefined
  readonly members: readonly Identifier[]
  /** Members that too many share: they link nothing, and what would is not looked at. */
  readonly quarantined: readonly Identifier[]
  readonly bonds: readonly Bond[]
  /** Links of the members that do not hold. */
  readonly refused: readonly Refusal[]
  /** What these links lead to and what has no profile. */
  readonly detached: readonly Identifier[]
}

export interface Resolved {
  readonly resolution: Resolution
  /** Those in force. */
  readonly corrections: readonly Correction[]
}

/** Explains the cluster of an identifier; `undefined` where nothing was ever seen of it. */
export function explainIdentity(resolved: Resolved, of: Identifier): Explanation | undefined {
  const { resolution } = resolved
  const cluster = clusterOf(resolution, of)
  if (cluster === undefined) return undefined
  const members = new Set(cluster.members.map(identifierKey))
  const refused = resolution.refused.filter(
    ({ link: { a, b } }) => members.has(identifierKey(a)) || members.has(identifierKey(b)),
  )
  const profile = resolution.profiles.find((candidate) => candidate.cluster === cluster)
  const lost = new Set(resolution.detached.flatMap((other) => other.members.map(identifierKey)))
  const neighbours = refused.flatMap(({ link: { a, b } }) => [a, b])
  return {
    profile,
    members: cluster.members,
    quarantined: resolution.quarantined.filter((item) => members.has(identifierKey(item))),
    bonds: bondsOf(resolved, cluster),
    refused: refused.map((link) => withCorrection(resolved, link)),
    detached: uniqueIdentifiers(neighbours).filter((item) => {
      const key = identifierKey(item)
      return lost.has(key) && !members.has(key)
    }),
  }
}

/** The cluster that has an identifier, or has it by a steward's word. */
export function clusterOf(
  { profiles, detached }: Resolution,
  identifier: Identifier,
): Cluster | undefined {
  const key = identifierKey(identifier)
  const clusters = [...profiles.flatMap(({ cluster }) => cluster ?? []), ...detached]
  return (
    clusters.find(({ members }) => members.some((member) => identifierKey(member) === key)) ??
    clusters.find(({ always }) => always.some(({ a, b }) => a === key || b === key))
  )
}

/** What holds a cluster together: events, what a steward said, devices that say it beyond doubt. */
export function bondsOf({ resolution, corrections }: Resolved, cluster: Cluster): Bond[] {
  const joined = cluster.joins.map(({ device, people: [a, b] }): Bond => {
    const seen = resolution.seen.get(identifierKey(device))
    const { firstSeen = 0, lastSeen = 0 } = seen ?? {}
    const evidence = [{ rule: 'unambiguousDevice', device, time: firstSeen } as const]
    return { a, b, firstSeen, lastSeen, evidence }
  })
  return [...cluster.links, ...alwaysBonds(corrections, cluster), ...joined]
}

function alwaysBonds(corrections: readonly Correction[], { always }: Cluster): Bond[] {
  const pairs = new Set(always.map(({ a, b }) => `${a}\n${b}`))
  return corrections.flatMap(({ id, type, a, b, at }) => {
    if (type !== 'alwaysMatch' || b === undefined || !pairs.has(`${a}\n${b}`)) return []
    const [x, y] = [parseIdentifierKey(a), parseIdentifierKey(b)]
    if (x === undefined || y === undefined) return []
    const time = Date.parse(at)
    const evidence = [{ rule: 'alwaysMatch', correctionId: id, time } as const]
    return [{ a: x, b: y, firstSeen: time, lastSeen: time, evidence }]
  })
}

/** A refusal with the correction that it is for. */
export function withCorrection({ corrections }: Resolved, refused: RefusedLink): Refusal {
  const { link, reason } = refused
  if (reason.kind === 'never') {
    const [a, b] = reason.fact
    const said = corrections.find((one) => one.type === 'neverMatch' && isAbout(one, a, b))
    return { ...refused, correction: said }
  }
  if (reason.kind !== 'excluded') return { ...refused, correction: undefined }
  const { a, b, lastSeen } = link
  const pair = corrections.find(
    (one) => (one.type === 'exclude' || one.type === 'held') && isAbout(one, a, b),
  )
  const ends = [identifierKey(a), identifierKey(b)]
  const detach = corrections.find(
    (one) => one.type === 'detach' && ends.includes(one.a) && lastSeen <= Date.parse(one.at),
  )
  return { ...refused, correction: pair ?? detach }
}

/** True for a correction about these two. */
export function isAbout(correction: Correction, x: Identifier, y: Identifier): boolean {
  const [keyX, keyY] = [identifierKey(x), identifierKey(y)]
  const { a, b } = correction
  return (a === keyX && b === keyY) || (a === keyY && b === keyX)
}
