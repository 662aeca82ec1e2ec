import {
  addToHistory,
  emptyHistory,
  type DeviceHistory,
  type HistoryRules,
} from '../identity/device-history.ts'
import { eventLinks } from '../identity/event-links.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mergeLinkLists, type IdentityLink } from '../identity/identity-link.ts'
import { mergeAttributes, type AttributeFact } from './attribute-fact.ts'
import type { Activity } from './activity.ts'

/**
 * What is known about one identifier from the events that are stored with it, and the hints to
 * other homes. A fold over activities: their order does not matter.
 */
export interface NodeFacts {
  readonly identifier: Identifier
  /**
   * When the events whose home this is happened, and whom they name; `undefined` for a node that
   * was stored before histories were kept: its facts are to be folded from its timeline.
   */
  readonly history: DeviceHistory | undefined
  /** All links of the events stored here, also those between their other identifiers. */
  readonly links: readonly IdentityLink[]
  readonly attributes: readonly AttributeFact[]
  /** Hints: homes that may hold events with this identifier. A hint without a fact links nothing. */
  readonly homes: readonly Identifier[]
}

/** What of an activity its home's facts are made from. */
export type FactSource = Pick<
  Activity,
  'messageId' | 'time' | 'source' | 'logout' | 'identifiers' | 'previous' | 'attributes'
>

/** An identifier about which nothing is stored yet. */
export function emptyFacts(identifier: Identifier): NodeFacts {
  return { identifier, history: emptyHistory, links: [], attributes: [], homes: [] }
}

/**
 * The facts with more activities; each must not be in them yet. `undefined` where the facts do not
 * say enough to tell what changes: then they are to be folded from the whole timeline.
 */
export function addActivities(
  facts: NodeFacts,
  activities: readonly FactSource[],
  rules: HistoryRules,
): NodeFacts | undefined {
  if (activities.length === 0) return facts
  const history = facts.history && addToHistory(facts.history, activities, rules)
  return history && { ...withContents(facts, activities), history }
}

/** The facts with the links and attributes of activities. */
export function withContents(facts: NodeFacts, activities: readonly FactSource[]): NodeFacts {
  const links = activities.flatMap(linksOf)
  const attributes = activities.flatMap(attributesOf)
  return {
    ...facts,
    links: links.length === 0 ? facts.links : mergeLinkLists([...facts.links, ...links]),
    attributes:
      attributes.length === 0
        ? facts.attributes
        : mergeAttributes([...facts.attributes, ...attributes]),
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

function linksOf(activity: FactSource): IdentityLink[] {
  return eventLinks(activity, { messageId: activity.messageId, time: activity.time })
}

function attributesOf(activity: FactSource): AttributeFact[] {
  const { time, source, messageId } = activity
  return activity.attributes.map(([name, value]) => ({ name, value, time, source, messageId }))
}
