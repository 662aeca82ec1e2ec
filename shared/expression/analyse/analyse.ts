import { pathOf } from '../bind/bind-path.ts'
import { childrenOf, type Bound } from '../bind/bound.ts'
import { defaultActivityNames, type ActivityNames } from './activity-names.ts'
import { activityUse, type ActivityCondition, type ActivityUse } from './activity-use.ts'

/** What an expression depends on. */
export interface Analysis {
  /** Every property that is read: `address/city`, `UnifiedActivity/ActivityType`. */
  readonly paths: readonly string[]
  readonly activities: readonly ActivityUse[]
  /**
   * Class I is kept up to date by sums over single activities; class II needs the activities
   * beside each other, or the profile beside each of them, so it looks at a bounded number.
   */
  readonly class: 'I' | 'II'
  /** Why it is of class II. */
  readonly reasons: readonly ClassReason[]
  readonly segments: readonly string[]
  /** Whether the answer may change with time alone. */
  readonly readsClock: boolean
  /** Texts that paths are compared with, for a look at whether they were ever seen. */
  readonly texts: readonly ComparedText[]
}

export interface ClassReason {
  readonly reason: 'comparesActivities' | 'comparesWithProfile' | 'readsWholeTimeline'
  readonly position: number
}

export interface ComparedText {
  readonly path: string
  readonly text: string
  readonly position: number
}

interface Findings {
  readonly names: ActivityNames
  readonly paths: Set<string>
  readonly activities: ActivityUse[]
  readonly reasons: ClassReason[]
  readonly segments: Set<string>
  readonly texts: ComparedText[]
  /** Names of functions whose arguments name segments, in lower case. */
  readonly segmentFunctions: ReadonlySet<string>
  readsClock: boolean
}

export interface AnalysisSettings {
  readonly names?: ActivityNames
  readonly segmentFunctions?: readonly string[]
}

/** Looks an expression over once. */
export function analyse(
  node: Bound,
  { names = defaultActivityNames, segmentFunctions = ['IsMemberOfSegment'] }: AnalysisSettings = {},
): Analysis {
  const findings: Findings = {
    names,
    paths: new Set(),
    activities: [],
    reasons: [],
    segments: new Set(),
    texts: [],
    segmentFunctions: new Set(segmentFunctions.map((name) => name.toLowerCase())),
    readsClock: false,
  }
  visit(node, findings, false)
  const { paths, activities, reasons, segments, texts, readsClock } = findings
  return {
    paths: [...paths].sort(),
    activities,
    class: reasons.length === 0 ? 'I' : 'II',
    reasons,
    segments: [...segments].sort(),
    readsClock,
    texts,
  }
}

/** `isInside`: an iteration over activities stands around it. */
function visit(node: Bound, findings: Findings, isInside: boolean): void {
  note(node, findings, isInside)
  if (node.kind === 'any' || node.kind === 'all' || node.kind === 'count') {
    visitIteration(node, findings, isInside)
    return
  }
  if (isActivities(node, findings)) {
    findings.reasons.push({ reason: 'readsWholeTimeline', position: node.position })
  }
  for (const child of childrenOf(node)) visit(child, findings, isInside)
}

type Iteration = Extract<Bound, { kind: 'any' | 'all' | 'count' }>

function visitIteration(node: Iteration, findings: Findings, isInside: boolean): void {
  const { source } = node
  const conditions: ActivityCondition[] = source.kind === 'where' ? [source] : []
  if (node.kind !== 'count' && node.body !== undefined) {
    conditions.push({ body: node.body, slot: node.slot })
  }
  const collection = source.kind === 'where' ? source.source : source
  const overActivities = isActivities(collection, findings)
  if (overActivities) {
    // What all() looks at is what its condition does not let through.
    const condition = node.kind === 'all' ? undefined : conditions[0]
    findings.activities.push(activityUse(condition, findings.names, node.position))
    findings.paths.add(findings.names.collection)
    if (isInside) {
      findings.reasons.push({ reason: 'comparesActivities', position: node.position })
    }
  } else {
    visit(collection, findings, isInside)
  }
  for (const { body } of conditions) visit(body, findings, isInside || overActivities)
}

function isActivities(node: Bound, { names }: Findings): boolean {
  return node.kind === 'property' && node.path === names.collection
}

function note(node: Bound, findings: Findings, isInside: boolean): void {
  if (node.kind === 'property' || node.kind === 'member') {
    findings.paths.add(node.path)
    if (isInside && isOfProfile(node) && !isActivities(node, findings)) {
      findings.reasons.push({ reason: 'comparesWithProfile', position: node.position })
    }
  }
  if (node.kind === 'function') noteFunction(node, findings, isInside)
  if (node.kind === 'compare') noteTexts(findings, node.left, [node.right])
  if (node.kind === 'compare') noteTexts(findings, node.right, [node.left])
  if (node.kind === 'membership') noteTexts(findings, node.left, node.values ?? [])
}

/** True for the first step away from what is asked about. */
function isOfProfile({ owner }: Extract<Bound, { kind: 'property' | 'member' }>): boolean {
  return owner.kind === 'item' && owner.slot === 0
}

function noteFunction(
  { name, operands, position }: Extract<Bound, { kind: 'function' }>,
  findings: Findings,
  isInside: boolean,
): void {
  if (name === 'now') {
    findings.readsClock = true
    return
  }
  if (isInside) findings.reasons.push({ reason: 'comparesWithProfile', position })
  if (!findings.segmentFunctions.has(name.toLowerCase())) return
  for (const operand of operands) {
    if (operand.kind === 'constant' && typeof operand.value === 'string') {
      findings.segments.add(operand.value)
    }
  }
}

function noteTexts({ texts }: Findings, side: Bound, others: readonly Bound[]): void {
  const path = pathOf(side)
  if (path === '') return
  for (const other of others) {
    if (other.kind === 'constant' && typeof other.value === 'string') {
      texts.push({ path, text: other.value, position: other.position })
    }
  }
}
