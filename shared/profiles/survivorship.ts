import { compareText } from '../identity/identifier.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import { compareRecency, mostAttributes, type AttributeFact } from './attribute-fact.ts'
import type { AttributeRule, AttributeRules } from './attribute-rules.ts'
import { readValue } from './attribute-value.ts'

/** A fact as its home keeps it may stand for others of its name, the last of them told then. */
type ToldFact = AttributeFact & { readonly until?: number }

/**
 * The attributes of whoever owns the facts, by name: a function of the set of facts, so their
 * order and repeats do not matter. Values that are none of the declared type do not count.
 *
 * 1. A `null` removes what was told before it: by any source; with `sourcePriority` by its own and
 *    less trusted ones; with `mostFilled` by its own only.
 * 2. Each source has of each attribute its latest value; with `leastRecent` its first, with
 *    `mostFilled` its fullest.
 * 3. An attribute, or a group as a whole, comes from one source: from the one whose value is the
 *    latest, the first, the most trusted or the fullest.
 */
export function survivingAttributes(
  facts: Iterable<ToldFact>,
  rules: AttributeRules,
): AttributeFact[] {
  const counted = withinLimits([...facts].filter((fact) => isOfType(fact, rules)))
  const unitOf = ({ name }: AttributeFact): string => {
    const { group } = rules.ruleOf(name)
    return group === null ? `attribute ${name}` : `group ${group}`
  }
  return [...groupBy(counted, unitOf).values()]
    .flatMap((unit) => survivors(unit, rules.ruleOf(unit[0]?.name ?? '')))
    .map((fact) => asDeclared(fact, rules))
    .sort((a, b) => compareText(a.name, b.name))
}

/** True when the value can be read as the declared type; also a removal can. */
export function isOfType({ name, value }: AttributeFact, { ruleOf }: AttributeRules): boolean {
  return readValue(ruleOf(name).type, value).kind === 'value'
}

function asDeclared(fact: AttributeFact, { ruleOf }: AttributeRules): AttributeFact {
  const { name, time, source, messageId } = fact
  const read = readValue(ruleOf(name).type, fact.value)
  return { name, value: read.kind === 'value' ? read.value : null, time, source, messageId }
}

/** The facts of the names that were told last; names removed count, so that none comes back. */
function withinLimits(facts: readonly ToldFact[]): readonly ToldFact[] {
  const told = new Map<string, number>()
  for (const { name, time, until = time } of facts) {
    told.set(name, Math.max(told.get(name) ?? 0, until))
  }
  if (told.size <= mostAttributes) return facts
  const kept = [...told]
    .sort(([a, lastA], [b, lastB]) => lastB - lastA || compareText(a, b))
    .slice(0, mostAttributes)
  const names = new Set(kept.map(([name]) => name))
  return facts.filter(({ name }) => names.has(name))
}

/** What one source says of an attribute or a group. */
interface SourceRecord {
  readonly source: string
  readonly facts: readonly AttributeFact[]
}

function survivors(facts: readonly ToldFact[], rule: AttributeRule): AttributeFact[] {
  const records = [...groupBy(aliveOf(facts, rule), ({ source }) => source)].map(
    ([source, own]): SourceRecord => ({
      source,
      facts: [...groupBy(own, ({ name }) => name).values()].flatMap((same) =>
        bestOf(same, (a, b) => compareFacts(rule, a, b)),
      ),
    }),
  )
  const [best] = bestOf(records, (a, b) => compareRecords(rule, a, b))
  return [...(best?.facts ?? [])]
}

function aliveOf(facts: readonly ToldFact[], rule: AttributeRule): ToldFact[] {
  const removals = latestRemovals(facts)
  return facts.filter(
    (fact) => fact.value !== null && !removals.some((removal) => removes(rule, removal, fact)),
  )
}

/** Of each name and source the latest `null`, which removes all that earlier ones do. */
export function latestRemovals<T extends AttributeFact>(facts: readonly T[]): T[] {
  const removals = facts.filter(({ value }) => value === null)
  return [...groupBy(removals, ({ name, source }) => `${name}\n${source}`).values()].flatMap(
    (same) => bestOf(same, compareRecency),
  )
}

/** True when a `null` takes a fact away. */
export function removes(rule: AttributeRule, removal: AttributeFact, fact: AttributeFact): boolean {
  return (
    removal.name === fact.name &&
    compareRecency(removal, fact) > 0 &&
    reaches(rule, removal.source, fact.source)
  )
}

function reaches(rule: AttributeRule, from: string, to: string): boolean {
  switch (rule.survivorship) {
    case 'mostRecent':
    case 'leastRecent':
      return true
    case 'sourcePriority':
      return rankOf(rule, from) <= rankOf(rule, to)
    case 'mostFilled':
      return from === to
  }
}

/** Sources that are not listed come last, all alike. */
function rankOf({ sources }: AttributeRule, source: string): number {
  const index = sources.indexOf(source)
  return index < 0 ? sources.length : index
}

/** Orders what one source told of one attribute, what it says last. */
export function compareFacts(rule: AttributeRule, a: AttributeFact, b: AttributeFact): number {
  switch (rule.survivorship) {
    case 'mostRecent':
    case 'sourcePriority':
      return compareRecency(a, b)
    case 'leastRecent':
      return compareRecency(b, a)
    case 'mostFilled':
      return fillOf(a.value) - fillOf(b.value) || compareRecency(a, b)
  }
}

function compareRecords(rule: AttributeRule, a: SourceRecord, b: SourceRecord): number {
  return compareByRule(rule, a, b) || compareText(a.source, b.source)
}

function compareByRule(rule: AttributeRule, a: SourceRecord, b: SourceRecord): number {
  const byRecency = (): number => compareEnds(a, b, compareRecency)
  switch (rule.survivorship) {
    case 'mostRecent':
      return byRecency()
    case 'leastRecent':
      return compareEnds(a, b, (one, other) => compareRecency(other, one))
    case 'sourcePriority':
      return rankOf(rule, b.source) - rankOf(rule, a.source) || byRecency()
    case 'mostFilled':
      return fillOfRecord(a) - fillOfRecord(b) || byRecency()
  }
}

/** Compares the best fact of each. */
function compareEnds(
  a: SourceRecord,
  b: SourceRecord,
  compare: (a: AttributeFact, b: AttributeFact) => number,
): number {
  const [[first], [second]] = [bestOf(a.facts, compare), bestOf(b.facts, compare)]
  return first === undefined || second === undefined ? 0 : compare(first, second)
}

function fillOfRecord({ facts }: SourceRecord): number {
  return facts.reduce((sum, { value }) => sum + fillOf(value), 0)
}

/** How much a value says: of an object or a list its members that are not null. */
function fillOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return value === null ? 0 : 1
  return Object.values(value).filter((member) => member !== null).length
}

/** The greatest, alone; none of nothing. */
export function bestOf<T>(items: readonly T[], compare: (a: T, b: T) => number): T[] {
  const [first, ...others] = items
  if (first === undefined) return []
  return [others.reduce((best, other) => (compare(other, best) > 0 ? other : best), first)]
}
