import * as z from 'zod'
import { eventLinks } from '../identity/event-links.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mergeLinkLists, type IdentityLink } from '../identity/identity-link.ts'
import { mergeAttributes, type AttributeFact } from './attribute-fact.ts'
import type { Activity } from './activity.ts'

/**
 * What is known about one identifier from the events that are stored with it, and the hints to
 * other homes. A fold over activities: their order does not matter. Times in milliseconds.
 */
export interface NodeFacts {
  readonly identifier: Identifier
  /** Events whose home this is. */
  readonly activityCount: number
  readonly firstSeen?: number | undefined
  readonly lastSeen?: number | undefined
  /** All links of the events stored here, also those between their other identifiers. */
  readonly links: readonly IdentityLink[]
  readonly attributes: readonly AttributeFact[]
  /** Hints: homes that may hold events with this identifier. A hint without a fact links nothing. */
  readonly homes: readonly Identifier[]
}

const identifierSchema = z.object({ namespace: z.string(), value: z.string() })

export const nodeFactsSchema = z.object({
  identifier: identifierSchema,
  activityCount: z.number(),
  firstSeen: z.number().optional(),
  lastSeen: z.number().optional(),
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

/** An identifier about which nothing is stored yet. */
export function emptyFacts(identifier: Identifier): NodeFacts {
  return { identifier, activityCount: 0, links: [], attributes: [], homes: [] }
}

/** The facts with more activities; each must not be counted in them yet. */
export function addActivities(facts: NodeFacts, activities: readonly Activity[]): NodeFacts {
  if (activities.length === 0) return facts
  const times = activities.map(({ time }) => time)
  const { links, attributes } = facts
  return {
    ...facts,
    activityCount: facts.activityCount + activities.length,
    firstSeen: Math.min(facts.firstSeen ?? Infinity, ...times),
    lastSeen: Math.max(facts.lastSeen ?? -Infinity, ...times),
    links: mergeLinkLists([...links, ...activities.flatMap(linksOf)]),
    attributes: mergeAttributes([...attributes, ...activities.flatMap(attributesOf)]),
  }
}

/** The facts with a hint to a home; the same object when it is there already. */
export function addHint(facts: NodeFacts, home: Identifier): NodeFacts {
  if (hasHint(facts, home)) return facts
  return { ...facts, homes: [...facts.homes, home] }
}

export function hasHint(facts: NodeFacts, home: Identifier): boolean {
  const key = identifierKey(home)
  return facts.homes.some((known) => identifierKey(known) === key)
}

function linksOf(activity: Activity): IdentityLink[] {
  return eventLinks(activity, { messageId: activity.messageId, time: activity.time })
}

function attributesOf(activity: Activity): AttributeFact[] {
  const { time, source, messageId } = activity
  return activity.attributes.map(([name, value]) => ({ name, value, time, source, messageId }))
}
