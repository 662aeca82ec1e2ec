import { compareText, identifierKey, type Identifier } from './identifier.ts'

/** One event that shows that two identifiers belong together. Time in milliseconds. */
export interface LinkEvidence {
  readonly messageId: string
  readonly time: number
}

/** Evidence that two identifiers are one person. `a` is before `b` in code unit order. */
export interface IdentityLink {
  readonly a: Identifier
  readonly b: Identifier
  readonly firstSeen: number
  readonly lastSeen: number
  /** The three earliest and the three latest events, in order of time. */
  readonly evidence: readonly LinkEvidence[]
}

const evidenceAtEachEnd = 3

/** Names a link whatever the order of its ends. */
export function linkKey(link: { a: Identifier; b: Identifier }): string {
  return `${identifierKey(link.a)}\n${identifierKey(link.b)}`
}

/** A link shown by one event, ends in canonical order. */
export function linkOf(x: Identifier, y: Identifier, evidence: LinkEvidence): IdentityLink {
  const [a, b] = compareText(identifierKey(x), identifierKey(y)) < 0 ? [x, y] : [y, x]
  return { a, b, firstSeen: evidence.time, lastSeen: evidence.time, evidence: [evidence] }
}

/** The union of the evidence of the same link from two places; order and repeats do not matter. */
export function mergeLinks(x: IdentityLink, y: IdentityLink): IdentityLink {
  return {
    a: x.a,
    b: x.b,
    firstSeen: Math.min(x.firstSeen, y.firstSeen),
    lastSeen: Math.max(x.lastSeen, y.lastSeen),
    evidence: mergeEvidence(x.evidence, y.evidence),
  }
}

/** Each link once, with the evidence of all places, by key. */
export function mergeLinkLists(links: readonly IdentityLink[]): IdentityLink[] {
  const byKey = new Map<string, IdentityLink>()
  for (const link of links) {
    const key = linkKey(link)
    const other = byKey.get(key)
    byKey.set(key, other === undefined ? link : mergeLinks(other, link))
  }
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, link]) => link)
}

function mergeEvidence(
  x: readonly LinkEvidence[],
  y: readonly LinkEvidence[],
): readonly LinkEvidence[] {
  const byMessage = new Map([...x, ...y].map((evidence) => [evidence.messageId, evidence]))
  const sorted = [...byMessage.values()].sort(
    (a, b) => a.time - b.time || compareText(a.messageId, b.messageId),
  )
  if (sorted.length <= 2 * evidenceAtEachEnd) return sorted
  return [...sorted.slice(0, evidenceAtEachEnd), ...sorted.slice(-evidenceAtEachEnd)]
}
