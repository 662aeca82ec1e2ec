import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { computeRows, type ComputeSettings } from '../profiles/compute-rows.ts'
import type { FactSource, NodeFacts } from '../profiles/node-facts.ts'
import { storeFacts } from '../profiles/stored-facts.ts'
import { factRulesOf, type IdentityContext } from '../unify/identity-context.ts'
import { createTimelineFold } from '../unify/timeline-fold.ts'

/**
 * What is wrong with the facts that are kept of a timeline; `undefined` where they say as much of
 * it as is needed. Facts that leave out something else than a new fold would are compared by what
 * rows they lead to.
 */
export function factsProblem(
  stored: NodeFacts,
  activities: readonly FactSource[],
  context: ComputeSettings & IdentityContext,
): string | undefined {
  // Facts of before are made from the timeline at their next use.
  if (stored.history === undefined) return undefined
  const { lastReceived } = stored
  const fold = createTimelineFold(
    { ...stored, links: [], lastReceived: undefined },
    factRulesOf(context),
  )
  fold.add(activities)
  const folded = fold.facts()
  if ((folded.lastReceived ?? -Infinity) > (lastReceived ?? -Infinity)) {
    return 'They do not know of the latest event.'
  }
  if (linksOf(folded) !== linksOf(stored)) return 'Their links are not those of the timeline.'
  // What was received last may have been taken out.
  if (text(folded) === text({ ...stored, lastReceived: folded.lastReceived })) return undefined
  const whole = alone(fold.wholeFacts(), context)
  const kept = alone(stored, context)
  if (kept === undefined || kept === whole) return undefined
  return 'They lead to another profile than the timeline.'
}

/** Of a closed identifier no evidence is kept. */
function linksOf({ links, closed }: NodeFacts): string {
  const shown = closed === undefined ? links : links.map((link) => ({ ...link, evidence: [] }))
  return canonicalJson(shown.map((link) => canonicalJson(link)).sort())
}

function text(facts: NodeFacts): string {
  return canonicalJson({ ...storeFacts(facts), links: [] })
}

/** The rows of an identifier by its own facts; `undefined` where the timeline would be asked. */
function alone(facts: NodeFacts, context: ComputeSettings): string | undefined {
  const { rows, incomplete } = computeRows([facts], context)
  return incomplete.length > 0 ? undefined : canonicalJson([...rows])
}
