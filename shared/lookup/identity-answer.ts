import type { Comparison } from '../identity/compare-identities.ts'
import type { Bond, Explanation } from '../identity/explain-identity.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { NodeIdOf } from '../identity/node-id.ts'
import type { SeenTimes } from '../identity/seen-times.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { ComparisonAnswer, IdentityAnswer, LinkAnswer } from './identity-schema.ts'
import { neverAnswer, refusalAnswer } from './refusal-answer.ts'

/** A kiosk may have thousands. */
const mostRefused = 500

/** An explanation in the shape of the interface. */
export function identityAnswer(
  { profile, members, quarantined, bonds, refused, detached }: Explanation,
  { seen, nodeIdOf }: { readonly seen: SeenTimes; readonly nodeIdOf: NodeIdOf },
): Omit<IdentityAnswer, 'history'> {
  const withTimes = (item: Identifier) => {
    const { firstSeen, lastSeen } = seen.get(identifierKey(item)) ?? { firstSeen: 0, lastSeen: 0 }
    const times = { firstSeen: isoTime(firstSeen), lastSeen: isoTime(lastSeen) }
    return { namespace: item.namespace, value: item.value, ...times }
  }
  const latest = [...refused].sort((a, b) => b.link.lastSeen - a.link.lastSeen)
  return {
    customerId: profile === undefined ? null : nodeIdOf(profile.canonical),
    identifiers: members.map(withTimes),
    quarantined: quarantined.map(identifierKey),
    links: bonds.map(linkAnswer),
    refused: latest.slice(0, mostRefused).map(refusalAnswer),
    refusedCount: refused.length,
    detached: detached.map(withTimes),
  }
}

export function comparisonAnswer({ same, path, blockedBy, never }: Comparison): ComparisonAnswer {
  const named = new Set(blockedBy.flatMap(({ correction }) => correction?.id ?? []))
  const more = never.filter(({ id }) => !named.has(id))
  return {
    same,
    path: path.map(linkAnswer),
    blockedBy: [...blockedBy.map(refusalAnswer), ...more.map(neverAnswer)],
  }
}

function linkAnswer({ a, b, firstSeen, lastSeen, evidence }: Bond): LinkAnswer {
  return {
    a: identifierKey(a),
    b: identifierKey(b),
    firstSeen: isoTime(firstSeen),
    lastSeen: isoTime(lastSeen),
    evidence: evidence.map(evidenceAnswer),
  }
}

function evidenceAnswer(evidence: Bond['evidence'][number]): LinkAnswer['evidence'][number] {
  const time = isoTime(evidence.time)
  if (!('rule' in evidence)) return { messageId: evidence.messageId, time }
  const { rule } = evidence
  return rule === 'alwaysMatch'
    ? { rule, correctionId: evidence.correctionId, time }
    : { rule, device: identifierKey(evidence.device), time }
}
