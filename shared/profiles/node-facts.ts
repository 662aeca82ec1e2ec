import {
  addToHistory,
  emptyHistory,
  type DeviceHistory,
  type HistoryRules,
} from '../identity/device-history.ts'
import { addCorrectionFact, type CorrectionFact } from '../identity/correction.ts'
import { foldLanes } from '../identity/fold-history.ts'
import { eventLinks } from '../identity/event-links.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mergeLinkLists, type IdentityLink } from '../identity/identity-link.ts'
import type { Activity } from './activity.ts'
import type { AttributeRules } from './attribute-rules.ts'
import { keepsEnough, keptAsOf, type KeptAs } from './kept-as.ts'
import {
  isDivided,
  keepAttributes,
  leftOuts,
  type KeepRules,
  type LeftOut,
  type NodeAttribute,
} from './node-attribute.ts'

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
  readonly attributes: readonly NodeAttribute[]
  /** What attributes were left out. */
  readonly leftOut: LeftOut
  /** The rules that the attributes were kept by. */
  readonly keptAs: KeptAs
  /**
   * When the latest of the events was received; `undefined` without events, and where they were
   * stored before this was kept.
   */
  readonly lastReceived: number | undefined
  /** Hints: homes that may hold events with this identifier. A hint without a fact links nothing. */
  readonly homes: readonly Identifier[]
  /** What stewards said about this identifier, or about it and another one; also what is undone. */
  readonly corrections: readonly CorrectionFact[]
  /** Present while it is closed; see `closeFacts`. */
  readonly closed?: ClosedMark | undefined
  /** True once hints of it stand in rows of their own, behind the ones here. */
  readonly hasHintRows?: boolean | undefined
}

/**
 * An identifier is closed while it is quarantined and every row that could tell so tells so: it
 * has no links then, so nothing beyond it need be read.
 */
export interface ClosedMark {
  /** How many others counted against it when it was closed. */
  readonly fan: number
  /** Names the rules by which they counted; see `fanRules`. */
  readonly rules: string
  /** When it was closed, in milliseconds. */
  readonly at: number
}

/** What of an activity its home's facts are made from. */
export type FactSource = Pick<
  Activity,
  | 'messageId'
  | 'time'
  | 'receivedAt'
  | 'source'
  | 'logout'
  | 'identifiers'
  | 'previous'
  | 'attributes'
>

/** The rules by which the facts of a home are kept. */
export interface FactRules extends HistoryRules {
  readonly attributeRules: AttributeRules
}

/** An identifier about which nothing is stored yet. */
export function emptyFacts(identifier: Identifier): NodeFacts {
  return {
    identifier,
    history: emptyHistory,
    links: [],
    attributes: [],
    leftOut: 'none',
    keptAs: {},
    lastReceived: undefined,
    homes: [],
    corrections: [],
  }
}

/**
 * The facts with more activities; each must not be in them yet. `undefined` where the facts do not
 * say enough to tell what changes: then they are to be folded from the whole timeline.
 */
export function addActivities(
  facts: NodeFacts,
  activities: readonly FactSource[],
  workspaceRules: FactRules,
): NodeFacts | undefined {
  if (activities.length === 0) return facts
  if (!keepsEnough(facts, workspaceRules.attributeRules)) return undefined
  const rules = rulesAt(facts, workspaceRules)
  const history = facts.history && addToHistory(facts.history, activities, rules)
  if (history === undefined) return undefined
  const attributes = [...facts.attributes, ...activities.flatMap(attributesOf)]
  const cuts = attributes.length === 0 ? [] : cutsOf(history, rules)
  const keepRules = keepRulesOf(rules, cuts)
  if (facts.attributes.some((fact) => isDivided(fact, keepRules))) return undefined
  const kept = keepAttributes(attributes, keepRules)
  if (kept.isUnsure) return undefined
  const leftOut = more(facts.leftOut, kept.leftOut)
  return {
    ...facts,
    history,
    links: addLinks(facts.links, activities),
    attributes: kept.attributes,
    leftOut,
    keptAs: keptAsOf({ attributes: kept.attributes, leftOut }, rules.attributeRules),
    lastReceived: latestReceipt(facts.lastReceived, activities),
  }
}

function more(a: LeftOut, b: LeftOut): LeftOut {
  return leftOuts.indexOf(a) > leftOuts.indexOf(b) ? a : b
}

/** The rules by which a home keeps its attributes, with when the person on it changes. */
export function keepRulesOf(
  { isPerson, untimed, attributeRules }: FactRules,
  cuts: readonly number[],
): KeepRules {
  return { isPerson, untimed, attributeRules, cuts }
}

/** The rules by which a home keeps its facts: a closed one is nobody's device. */
export function rulesAt(
  { identifier, closed }: Pick<NodeFacts, 'identifier' | 'closed'>,
  rules: FactRules,
): FactRules {
  return closed === undefined ? rules : { ...rules, untimed: identifierKey(identifier) }
}

/** The later of a moment and the receipts of activities. */
export function latestReceipt(
  known: number | undefined,
  activities: readonly Pick<Activity, 'receivedAt'>[],
): number | undefined {
  return activities.reduce<number | undefined>(
    (latest, { receivedAt }) => Math.max(latest ?? receivedAt, receivedAt),
    known,
  )
}

/** The links with those that activities show. */
export function addLinks(
  links: readonly IdentityLink[],
  activities: readonly FactSource[],
): readonly IdentityLink[] {
  const more = activities.flatMap(eventLinks)
  return more.length === 0 ? links : mergeLinkLists([...links, ...more])
}

/** When the person on a home changes, as far as its own events tell. */
export function cutsOf({ lanes, cuts }: DeviceHistory, rules: HistoryRules): readonly number[] {
  return cuts ?? foldLanes(lanes, rules).cuts ?? []
}

/** The facts with a hint to a home; the same object when it is there already. */
export function addHint(facts: NodeFacts, home: Identifier): NodeFacts {
  if (hasHint(facts, home)) return facts
  return { ...facts, homes: [...facts.homes, home] }
}

/** The facts with what a steward said; the same object when it is in them already. */
export function addCorrection(facts: NodeFacts, fact: CorrectionFact): NodeFacts {
  const corrections = addCorrectionFact(facts.corrections, fact)
  return corrections === facts.corrections ? facts : { ...facts, corrections }
}

export function hasHint(facts: NodeFacts, home: Identifier): boolean {
  const key = identifierKey(home)
  return facts.homes.some((known) => identifierKey(known) === key)
}

/** The attributes that an activity sets. */
export function attributesOf(activity: FactSource): NodeAttribute[] {
  const { time, source, messageId, identifiers } = activity
  return activity.attributes.map(([name, value]) => ({
    ...{ name, value, time, source, messageId },
    ...{ identifiers, since: time, until: time, merged: false },
  }))
}
