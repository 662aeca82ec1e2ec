import { historyOf, type HistoryEvent } from '../identity/device-history.ts'
import { keptAsOf } from '../profiles/kept-as.ts'
import { keepAttributes, type NodeAttribute } from '../profiles/node-attribute.ts'
import {
  addLinks,
  attributesOf,
  cutsOf,
  keepRulesOf,
  rulesAt,
  latestReceipt,
  type FactRules,
  type FactSource,
  type NodeFacts,
} from '../profiles/node-facts.ts'

/** Facts in the making, from all activities of a home. */
export interface TimelineFold {
  add(activities: readonly FactSource[]): void
  /** The facts, as they are stored. */
  facts(): NodeFacts
  /** The facts with every moment and every attribute, however many. */
  wholeFacts(): NodeFacts
}

/**
 * Folds the activities of a home, which are given page by page; `base` has what activities do not
 * say. Of each activity only what the facts are made from is kept in memory.
 */
export function createTimelineFold(base: NodeFacts, workspaceRules: FactRules): TimelineFold {
  const rules = rulesAt(base, workspaceRules)
  const events: HistoryEvent[] = []
  const attributes: NodeAttribute[] = []
  let { links, lastReceived } = base
  return {
    add: (activities) => {
      for (const { identifiers, time, logout } of activities) {
        events.push({ identifiers, time, logout })
      }
      attributes.push(...activities.flatMap(attributesOf))
      links = addLinks(links, activities)
      lastReceived = latestReceipt(lastReceived, activities)
    },
    facts: () => {
      const history = historyOf(events, rules)
      const cuts = cutsOf(history, rules)
      const kept = keepAttributes(attributes, keepRulesOf(rules, cuts))
      return {
        ...base,
        history,
        links,
        lastReceived,
        attributes: kept.attributes,
        leftOut: kept.leftOut,
        keptAs: keptAsOf(kept, rules.attributeRules),
      }
    },
    wholeFacts: () => {
      const history = historyOf(events, { ...rules, mostMoments: Infinity })
      const whole = { leftOut: 'none', keptAs: {} } as const
      return { ...base, history, links, lastReceived, attributes, ...whole }
    },
  }
}
