import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { activityKey, isSameLocation, type Activity } from '../profiles/activity.ts'
import { addHint, emptyFacts, type FactRules, type NodeFacts } from '../profiles/node-facts.ts'
import type { NodeCommit, NodeStore, StoredNode } from '../profiles/node-store.ts'
import { createTimelineFold } from './timeline-fold.ts'
import type { HomeChange } from './home-change.ts'
import { timelinePages } from './timeline-pages.ts'

interface Refold {
  readonly id: NodeId
  readonly base: StoredNode | undefined
  readonly change: HomeChange
  /** The activities of the change whose copies are the winning ones. */
  readonly wanted: readonly Activity[]
  readonly rules: FactRules
}

/**
 * The commit that takes losing copies out of a home and puts winning ones in, or events that its
 * facts cannot take in. The facts are folded again from the whole timeline; rare, as an event then
 * costs as much as the history.
 */
export async function refold(
  { nodeStore }: { readonly nodeStore: NodeStore },
  { id, base, change, wanted, rules }: Refold,
): Promise<NodeCommit> {
  const put = new Map(wanted.map((activity) => [activityKey(activity), activity]))
  const remove: string[] = []
  const before = base?.facts ?? emptyFacts(change.home)
  const fold = createTimelineFold(
    { ...before, links: [], homes: remembered(before, change) },
    rules,
  )
  const replace = new Map(put)
  for await (const page of timelinePages(nodeStore, id)) {
    const kept: Activity[] = []
    for (const { key, activity } of page) {
      const winner = put.get(key)
      if (winner === undefined) {
        if (isWithdrawn(change, activity)) remove.push(key)
        else kept.push(activity)
      } else if (isSameLocation(winner.location, activity.location)) {
        replace.delete(key)
      }
    }
    fold.add(kept)
  }
  fold.add([...put.values()])
  return { base, facts: fold.facts(), replace: [...replace.values()], remove }
}

/**
 * A copy that is taken out leaves hints to its other identifiers: what is read together may never
 * shrink, else a worker that has read more before could not see that its rows are out of date.
 */
function remembered(before: NodeFacts, change: HomeChange): NodeFacts['homes'] {
  const home = identifierKey(change.home)
  return change.withdraw
    .flatMap(({ identifiers }) => identifiers)
    .filter((identifier) => identifierKey(identifier) !== home)
    .reduce(addHint, before).homes
}

function isWithdrawn(change: HomeChange, activity: Activity): boolean {
  return change.withdraw.some(
    (copy) =>
      copy.messageId === activity.messageId && isSameLocation(copy.location, activity.location),
  )
}
