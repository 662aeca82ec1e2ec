import * as z from 'zod'
import { emptyHistory } from '../identity/device-history.ts'
import { restoreHistory, storedHistorySchema, storeHistory } from '../identity/stored-history.ts'
import type { NodeFacts } from './node-facts.ts'

const identifierSchema = z.object({ namespace: z.string(), value: z.string() })

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
  attributes: z.array(
    z.object({
      name: z.string(),
      value: z.unknown(),
      time: z.number(),
      source: z.string(),
      messageId: z.string(),
    }),
  ),
  homes: z.array(identifierSchema),
})

export function storeFacts({ history, ...facts }: NodeFacts): z.output<typeof storedFactsSchema> {
  const { identifier, links, attributes, homes } = facts
  return {
    identifier,
    links: links.map((link) => ({ ...link, evidence: [...link.evidence] })),
    attributes: [...attributes],
    homes: [...homes],
    ...(history !== undefined && { history: storeHistory(history) }),
  }
}

/** The facts that were stored. */
export function restoreFacts(stored: unknown): NodeFacts {
  const { activityCount, history, ...facts } = storedFactsSchema.parse(stored)
  if (history !== undefined) return { ...facts, history: restoreHistory(history) }
  return { ...facts, history: activityCount === 0 ? emptyHistory : undefined }
}
