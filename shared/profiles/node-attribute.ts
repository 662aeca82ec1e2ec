import { pieceAt } from '../identity/fold-history.ts'
import { compareText, identifierKey, type Identifier } from '../identity/identifier.ts'
import { compareRecency, mostAttributes, type AttributeFact } from './attribute-fact.ts'

/** An attribute as its home keeps it: with what decides whose it is. */
export interface NodeAttribute extends AttributeFact {
  /** Of the event, strongest first. */
  readonly identifiers: readonly Identifier[]
  /** It stands for all facts of its name with its identifiers from this moment to its own. */
  readonly since: number
}

interface KeepRules {
  readonly isPerson: (namespace: string) => boolean
  /** The key of the home where it is nobody's: what it has alone is its own, and goes first. */
  readonly untimed?: string | undefined
  /** When the person on the home changes, as far as the home knows. */
  readonly cuts: readonly number[]
}

export interface KeptAttributes {
  readonly attributes: readonly NodeAttribute[]
  /** True where some were left out that may be somebody's. */
  readonly isCut: boolean
}

/**
 * What a home keeps of its attributes. An attribute belongs to the owner of its event, so the most
 * recent of each name is kept for each set of identifiers; where these name no person also for
 * each time between two changes of person. At most 500: the latest of each name first, then the
 * most recent. Who needs what was left out reads the timeline.
 */
export function keepAttributes(facts: Iterable<NodeAttribute>, rules: KeepRules): KeptAttributes {
  const latest = new Map<string, NodeAttribute>()
  for (const fact of facts) {
    const piece = isAnonymous(fact, rules) ? pieceAt(rules.cuts, fact.time) : 0
    const key = `${piece}\n${attributeLane(fact)}\n${fact.name}`
    const other = latest.get(key)
    latest.set(key, other === undefined ? fact : laterOf(fact, other))
  }
  const ranked = inRank([...latest.values()], (fact) => isOwn(fact, rules))
  return {
    attributes: ranked.slice(0, mostAttributes).sort(compareNames),
    isCut: ranked.length > mostAttributes,
  }
}

/** True when a change of person divides what one fact stands for. */
export function isDivided(fact: NodeAttribute, rules: KeepRules): boolean {
  if (fact.since === fact.time || !isAnonymous(fact, rules)) return false
  return pieceAt(rules.cuts, fact.since) !== pieceAt(rules.cuts, fact.time)
}

/** Names the identifiers of the event. */
export function attributeLane({ identifiers }: Pick<NodeAttribute, 'identifiers'>): string {
  return identifiers.map(identifierKey).join('\n')
}

function isAnonymous(fact: NodeAttribute, rules: KeepRules): boolean {
  return !isOwn(fact, rules) && !fact.identifiers.some(({ namespace }) => rules.isPerson(namespace))
}

function isOwn({ identifiers }: NodeAttribute, { untimed }: KeepRules): boolean {
  return untimed !== undefined && identifiers.every((item) => identifierKey(item) === untimed)
}

function laterOf(a: NodeAttribute, b: NodeAttribute): NodeAttribute {
  const since = Math.min(a.since, b.since)
  return { ...(compareRecency(a, b) > 0 ? a : b), since }
}

/** Own ones, then the latest of each name, then the others, each from the most recent. */
function inRank(
  facts: readonly NodeAttribute[],
  isFirst: (fact: NodeAttribute) => boolean,
): NodeAttribute[] {
  const recent = [...facts].sort((a, b) => b.time - a.time || compareNames(a, b))
  if (facts.length <= mostAttributes) return recent
  const latest = new Map<string, NodeAttribute>()
  for (const fact of recent) {
    const other = latest.get(fact.name)
    if (other === undefined || compareRecency(fact, other) > 0) latest.set(fact.name, fact)
  }
  const latestOnes = new Set(latest.values())
  const own = recent.filter(isFirst)
  const others = recent.filter((fact) => !isFirst(fact))
  return [
    ...own,
    ...others.filter((fact) => latestOnes.has(fact)),
    ...others.filter((fact) => !latestOnes.has(fact)),
  ]
}

function compareNames(a: NodeAttribute, b: NodeAttribute): number {
  return (
    compareText(a.name, b.name) ||
    compareRecency(a, b) ||
    compareText(attributeLane(a), attributeLane(b))
  )
}
