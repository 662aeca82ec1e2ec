import { historyOf, type HistoryEvent, type HistoryRules } from '../identity/device-history.ts'
import { withContents, type FactSource, type NodeFacts } from '../profiles/node-facts.ts'

/** Facts in the making, from all activities of a home. */
export interface TimelineFold {
  add(activities: readonly FactSource[]): void
  facts(): NodeFacts
}

/**
 * Folds the activities of a home, which are given page by page; `base` has what activities do not
 * say. Of each activity only what histories care about is kept in memory.
 */
export function createTimelineFold(base: NodeFacts, rules: HistoryRules): TimelineFold {
  const events: HistoryEvent[] = []
  let facts = base
  return {
    add: (activities) => {
      for (const { identifiers, time, logout } of activities) {
        events.push({ identifiers, time, logout })
      }
      facts = withContents(facts, activities)
    },
    facts: () => ({ ...facts, history: historyOf(events, rules) }),
  }
}
