import { groupBy } from '../platform/collections/group-by.ts'
import { compareRecency } from './attribute-fact.ts'
import { keepingOf, type AttributeRules } from './attribute-rules.ts'
import type { NodeAttribute } from './node-attribute.ts'
import { bestOf, compareFacts, isOfType, removes } from './survivorship.ts'

interface KeptFacts {
  readonly facts: readonly NodeAttribute[]
  /** True where a removal takes away what is kept, and not all that this stands for. */
  readonly isUnsure: boolean
}

/**
 * What stands for all facts about one attribute that have one owner and count together: the value
 * that stays, the latest removal where it may matter to others, and the latest value that is none
 * of the declared type, which may be declared otherwise one day.
 */
export function keepTold(told: readonly NodeAttribute[], rules: AttributeRules): KeptFacts {
  const rule = rules.ruleOf(told[0]?.name ?? '')
  const byFit = groupBy(told, (fact) => isOfType(fact, rules))
  const [counted, odd] = [byFit.get(true) ?? [], byFit.get(false) ?? []]
  const [removal] = bestOf(
    counted.filter(({ value }) => value === null),
    compareRecency,
  )
  const isRemoved = (fact: NodeAttribute): boolean =>
    removal !== undefined && removes(rule, removal, fact)
  const values = counted.filter(({ value }) => value !== null)
  const alive = values.filter((fact) => !isRemoved(fact))
  const [value] = bestOf(alive, (a, b) => compareFacts(rule, a, b))
  const removals = counted.filter((fact) => fact.value === null || isRemoved(fact))
  const onlyLatest = keepingOf(rule) === 'latest'
  const kept =
    onlyLatest && value !== undefined
      ? [standFor(value, counted)]
      : [...standForAll(value, alive), ...standForAll(removal, removals)]
  return {
    facts: [...kept, ...standForAll(bestOf(odd, compareRecency)[0], odd)],
    isUnsure: values.some((fact) => removal !== undefined && hidesLater(fact, removal, rules)),
  }
}

/**
 * True where a removal takes a fact away that stands for others told after the removal: one of
 * these stays, and only the timeline knows it.
 */
export function hidesLater(
  fact: NodeAttribute,
  removal: NodeAttribute,
  { ruleOf }: AttributeRules,
): boolean {
  const rule = ruleOf(fact.name)
  const keeping = keepingOf(rule)
  if (keeping === 'latest' || keeping === 'latestOfEach' || !fact.merged) return false
  return removal.time <= fact.until && removes(rule, removal, fact)
}

function standForAll(
  fact: NodeAttribute | undefined,
  others: readonly NodeAttribute[],
): NodeAttribute[] {
  return fact === undefined ? [] : [standFor(fact, others)]
}

/** The fact, standing for the others too. */
function standFor(fact: NodeAttribute, others: readonly NodeAttribute[]): NodeAttribute {
  return {
    ...fact,
    since: others.reduce((least, { since }) => Math.min(least, since), fact.since),
    until: others.reduce((most, { until }) => Math.max(most, until), fact.until),
    merged: fact.merged || others.some((other) => other.merged || isOther(fact, other)),
  }
}

/** A fact told twice is one. */
function isOther(a: NodeAttribute, b: NodeAttribute): boolean {
  return compareRecency(a, b) !== 0 || a.source !== b.source
}
