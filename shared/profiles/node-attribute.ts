import { pieceAt } from '../identity/fold-history.ts'
import { compareText, identifierKey, type Identifier } from '../identity/identifier.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import { compareRecency, mostAttributes, type AttributeFact } from './attribute-fact.ts'
import { keepingOf, type AttributeRules } from './attribute-rules.ts'
import { keepTold } from './keep-told.ts'
import { isOfType } from './survivorship.ts'

/** An attribute as its home keeps it: with what decides whose it is. */
export interface NodeAttribute extends AttributeFact {
  /** Of the event, strongest first. */
  readonly identifiers: readonly Identifier[]
  /** It stands for facts of its name with its identifiers, told from this moment … */
  readonly since: number
  /** … to this one. */
  readonly until: number
  /** True where it stands for others than itself. */
  readonly merged: boolean
}

export interface KeepRules {
  readonly isPerson: (namespace: string) => boolean
  /** The key of the home where it is nobody's: what it has alone is its own, and goes first. */
  readonly untimed?: string | undefined
  /** When the person on the home changes, as far as the home knows. */
  readonly cuts: readonly number[]
  readonly attributeRules: AttributeRules
}

/**
 * What was left out. `shared`: of names of which the latest stays, what somebody may need who owns
 * a part of the home; `any`: what even the owner of all may need; `own`: even what is the own of a
 * home that is nobody's.
 */
export const leftOuts = ['none', 'shared', 'any', 'own'] as const

export type LeftOut = (typeof leftOuts)[number]

export interface KeptAttributes {
  readonly attributes: readonly NodeAttribute[]
  readonly leftOut: LeftOut
  /** True where a removal that came late needs facts that were not kept. */
  readonly isUnsure: boolean
}

/**
 * What a home keeps of its attributes. An attribute belongs to the owner of its event, so what
 * survivorship needs of each name is kept for each set of identifiers; where these name no person
 * also for each time between two changes of person. At most 500: first the latest of each name.
 * Who needs what was left out reads the timeline.
 */
export function keepAttributes(facts: Iterable<NodeAttribute>, rules: KeepRules): KeptAttributes {
  const { attributeRules } = rules
  const ofOneOwner = (fact: NodeAttribute): string => {
    const piece = isAnonymous(fact, rules) ? pieceAt(rules.cuts, fact.time) : 0
    return `${piece}\n${attributeLane(fact)}\n${fact.name}\n${voiceOf(fact, attributeRules)}`
  }
  const kept = [...groupBy(facts, ofOneOwner).values()].map((told) =>
    keepTold(told, attributeRules),
  )
  const ranked = inRank(
    kept.flatMap(({ facts: told }) => told),
    rules,
  )
  return {
    attributes: ranked.slice(0, mostAttributes).sort(compareNames),
    leftOut: leftOutOf(ranked.slice(mostAttributes), rules),
    isUnsure: kept.some(({ isUnsure }) => isUnsure),
  }
}

/** Where each source counts by itself, the source. */
function voiceOf({ name, source }: NodeAttribute, { ruleOf }: AttributeRules): string {
  return keepingOf(ruleOf(name)) === 'latest' ? '' : source
}

function leftOutOf(facts: readonly NodeAttribute[], rules: KeepRules): LeftOut {
  if (facts.length === 0) return 'none'
  const { ruleOf } = rules.attributeRules
  const needed = facts.filter(({ name }) => keepingOf(ruleOf(name)) !== 'latest')
  if (needed.length === 0) return 'shared'
  return needed.some((fact) => isOwn(fact, rules)) ? 'own' : 'any'
}

/** True when a change of person divides what one fact stands for. */
export function isDivided(
  fact: NodeAttribute,
  rules: Pick<KeepRules, 'isPerson' | 'untimed' | 'cuts'>,
): boolean {
  if (!fact.merged || !isAnonymous(fact, rules)) return false
  return pieceAt(rules.cuts, fact.since) !== pieceAt(rules.cuts, fact.until)
}

/** Names the identifiers of the event. */
export function attributeLane({ identifiers }: Pick<NodeAttribute, 'identifiers'>): string {
  return identifiers.map(identifierKey).join('\n')
}

type OwnRules = Pick<KeepRules, 'isPerson' | 'untimed'>

function isAnonymous(fact: NodeAttribute, rules: OwnRules): boolean {
  return !isOwn(fact, rules) && !fact.identifiers.some(({ namespace }) => rules.isPerson(namespace))
}

/** True at a home that is nobody's for what names it alone. */
export function isOwn(
  { identifiers }: Pick<NodeAttribute, 'identifiers'>,
  { untimed }: Pick<KeepRules, 'untimed'>,
): boolean {
  return untimed !== undefined && identifiers.every((item) => identifierKey(item) === untimed)
}

/**
 * First what is the home's own; then, of each name, what its only owner would need; then what is
 * needed where there are several; each from the name told last. Where one value is kept of a name
 * that is its most recent fact.
 */
function inRank(facts: readonly NodeAttribute[], keep: KeepRules): readonly NodeAttribute[] {
  if (facts.length <= mostAttributes) return facts
  const rules = keep.attributeRules
  const told = new Map<string, number>()
  const latest = new Map<string, NodeAttribute>()
  const counted = new Set(facts.filter((fact) => isOfType(fact, rules)))
  for (const fact of counted) {
    told.set(fact.name, Math.max(told.get(fact.name) ?? 0, fact.until))
    const other = latest.get(fact.name)
    if (other === undefined || compareRecency(fact, other) > 0) latest.set(fact.name, fact)
  }
  const rankOf = (fact: NodeAttribute): number => {
    if (isOwn(fact, keep)) return -1
    if (latest.get(fact.name) === fact) return 0
    return keepingOf(rules.ruleOf(fact.name)) === 'latest' || !counted.has(fact) ? 2 : 1
  }
  const lastTold = ({ name }: NodeAttribute): number => told.get(name) ?? 0
  return [...facts].sort(
    (a, b) =>
      rankOf(a) - rankOf(b) || lastTold(b) - lastTold(a) || b.until - a.until || compareNames(a, b),
  )
}

function compareNames(a: NodeAttribute, b: NodeAttribute): number {
  return (
    compareText(a.name, b.name) ||
    compareRecency(a, b) ||
    compareText(attributeLane(a), attributeLane(b))
  )
}
