import * as z from 'zod'
import { emptyHistory, type DeviceHistory } from '../identity/device-history.ts'
import { correctionFactSchema } from '../identity/correction.ts'
import { restoreHistory, storedHistorySchema, storeHistory } from '../identity/stored-history.ts'
import { attributeFactSchema } from './attribute-fact.ts'
import { attributeLane, type LeftOut, type NodeAttribute } from './node-attribute.ts'
import type { NodeFacts } from './node-facts.ts'

const identifierSchema = z.object({ namespace: z.string(), value: z.string() })

const attributeSchema = attributeFactSchema.extend({
  /** The lane of the history that has its event, by number. */
  lane: z.number().optional(),
  /** Only where they are not `time`. */
  since: z.number().optional(),
  until: z.number().optional(),
  /** Only where the others were told at the same time. */
  merged: z.literal(true).optional(),
})

/** A node's facts as stored. */
const storedFactsSchema = z.object({
  identifier: identifierSchema,
  /** Nodes that were stored before histories were kept have this number instead. */
  activityCount: z.number().optional(),
  history: storedHistorySchema.optional(),
  links: z.array(
    z.object({
      a: identifierSchema,
      b: identifierSchema,
      firstSeen: z.number(),
      lastSeen: z.number(),
      evidence: z.array(z.object({ messageId: z.string(), time: z.number() })),
    }),
  ),
  attributes: z.array(attributeSchema),
  /** What stored nodes have from before: `true` stands for `shared`. */
  attributesCut: z.union([z.literal(true), z.enum(['any', 'own'])]).optional(),
  keptAs: z.record(z.string(), z.string()).optional(),
  lastReceived: z.number().optional(),
  homes: z.array(identifierSchema),
  corrections: z.array(correctionFactSchema).optional(),
  closed: z.object({ fan: z.number(), rules: z.string(), at: z.number() }).optional(),
  hasHintRows: z.literal(true).optional(),
})

type StoredFacts = z.output<typeof storedFactsSchema>
type StoredAttribute = z.output<typeof attributeSchema>

export function storeFacts(facts: NodeFacts): StoredFacts {
  const { identifier, history, links, attributes, leftOut, keptAs, homes, corrections, closed } =
    facts
  return {
    identifier,
    links: links.map((link) => ({ ...link, evidence: [...link.evidence] })),
    homes: [...homes],
    attributes: history === undefined ? [] : storeAttributes(attributes, history),
    ...(history !== undefined && { history: storeHistory(history) }),
    ...(leftOut !== 'none' && { attributesCut: leftOut === 'shared' ? (true as const) : leftOut }),
    ...(Object.keys(keptAs).length > 0 && { keptAs: { ...keptAs } }),
    ...(corrections.length > 0 && { corrections: [...corrections] }),
    ...(facts.lastReceived !== undefined && { lastReceived: facts.lastReceived }),
    ...(closed && { closed }),
    ...(facts.hasHintRows && { hasHintRows: true as const }),
  }
}

function storeAttributes(
  attributes: readonly NodeAttribute[],
  { lanes }: DeviceHistory,
): StoredAttribute[] {
  const numbers = new Map(lanes.map((lane, number) => [attributeLane(lane), number]))
  return attributes.map(({ identifiers, since, until, merged, ...fact }) => {
    const lane = numbers.get(attributeLane({ identifiers }))
    return {
      ...fact,
      ...(lane !== undefined && { lane }),
      ...(since !== fact.time && { since }),
      ...(until !== fact.time && { until }),
      ...(merged && since === until && { merged }),
    }
  })
}

/** The facts that were stored. Without a history only links and hints hold. */
export function restoreFacts(stored: unknown): NodeFacts {
  const parsed = storedFactsSchema.parse(stored)
  const { activityCount, attributesCut, keptAs = {}, corrections = [], ...rest } = parsed
  const facts = { ...rest, lastReceived: rest.lastReceived }
  if (facts.history === undefined) {
    const history = activityCount === 0 ? emptyHistory : undefined
    return { ...facts, history, attributes: [], leftOut: 'none', keptAs, corrections }
  }
  const history = restoreHistory(facts.history)
  const attributes = facts.attributes.map(({ lane = -1, ...stored }) => ({
    ...restoreSpan(stored),
    identifiers: history.lanes[lane]?.identifiers ?? [],
  }))
  return { ...facts, history, attributes, leftOut: leftOutOf(attributesCut), keptAs, corrections }
}

function restoreSpan({ since, until, merged, ...fact }: Omit<StoredAttribute, 'lane'>) {
  return {
    ...fact,
    since: since ?? fact.time,
    until: until ?? fact.time,
    merged: merged ?? (since !== undefined || until !== undefined),
  }
}

function leftOutOf(attributesCut: StoredFacts['attributesCut']): LeftOut {
  return attributesCut === true ? 'shared' : (attributesCut ?? 'none')
}
