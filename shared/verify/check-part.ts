import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { blobTime } from '../jobs/sweep.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { profileRowPages } from '../profiles/all-profile-rows.ts'
import type { Activity } from '../profiles/activity.ts'
import type { KeyedActivity } from '../profiles/node-store.ts'
import type { FactSource, NodeFacts } from '../profiles/node-facts.ts'
import type { StoredProfileRow } from '../profiles/profile-row.ts'
import { allActivities } from '../unify/all-activities.ts'
import type { Snapshots } from '../unify/snapshot.ts'
import { addDigests, digestOf, type Digest } from './bucket-sums.ts'
import { factsProblem } from './check-facts.ts'
import { checkHint, hintDifference } from './check-hints.ts'
import { checkMembers } from './check-members.ts'
import { checkRows } from './check-rows.ts'
import { addFound, type Difference } from './difference.ts'
import { lookAgain, type Look, type Patience } from './look-again.ts'
import { scanNodes, type ScannedNode } from './node-scan.ts'
import type { VerifyContext } from './verify-context.ts'
import type { VerifyState } from './verify-state.ts'

export interface PartCheck extends Patience {
  readonly state: VerifyState
  /** Whose rows were compared before, because they are connected with others. */
  readonly checked: Set<NodeId>
}

/** So many identifiers are looked at together. */
const atOnce = 200
/** Fewer, where they have so many activities. */
const mostActivities = 20_000
/** So many ids are remembered as compared. */
const mostChecked = 200_000

/**
 * Checks all identifiers whose ids begin with the digits: the facts against the timeline, the rows
 * of everybody connected against the facts, who is in which segment against the rows. Adds what is
 * on timelines to the sums that the log is compared with. `undefined` where it stopped.
 */
export async function checkPart(
  context: VerifyContext,
  digits: string,
  check: PartCheck,
): Promise<VerifyState | undefined> {
  const { state, goesOn } = check
  const rows = await readRows(context, digits)
  const orphans = new Set(rows.keys())
  const counts = isCounted(state)
  const digests: Digest[] = []
  const looks: Look[] = []
  let identifiers = 0
  let waiting: ScannedNode[] = []
  let activities = 0
  const see = (id: NodeId, { activity }: KeyedActivity): readonly Digest[] =>
    counts(activity) ? [digestOf(id, activity)] : []
  for await (const { seen, ...scanned } of scanNodes(context, digits, see)) {
    identifiers += 1
    digests.push(...seen)
    orphans.delete(scanned.id)
    waiting.push(scanned)
    activities += scanned.sources.length
    if (waiting.length < atOnce && activities < mostActivities) continue
    looks.push(...(await lookAtNodes(context, waiting, { rows, checked: check.checked })))
    waiting = []
    activities = 0
    if (!(await goesOn())) return undefined
  }
  looks.push(...(await lookAtNodes(context, waiting, { rows, checked: check.checked })))
  looks.push(...[...orphans].map((id): Look => ({ look: () => checkOrphan(context, id) })))
  const { members, looks: memberLooks } = await checkMembers(context, digits, rows)
  const differences = await lookAgain([...looks, ...memberLooks], check)
  if (differences === undefined) return undefined
  const kinds = [...rows.values()].map(({ content }) => content.kind)
  return {
    ...state,
    identifiers: state.identifiers + identifiers,
    profiles:
      state.profiles + kinds.filter((kind) => kind === 'profile' || kind === 'archived').length,
    members: state.members + members,
    timelineSums: [...addDigests(state.timelineSums, digests)],
    found: addFound(state.found, differences),
  }
}

/** Tells whether an activity is among those of the log that were looked at. */
export function isCounted({
  begunAt,
  open,
}: Pick<VerifyState, 'begunAt' | 'open'>): (activity: Activity) => boolean {
  const left = new Set(open)
  return ({ location }) => blobTime(location.blob) <= begunAt && !left.has(location.blob)
}

type Rows = ReadonlyMap<NodeId, StoredProfileRow>

async function readRows({ profileStore }: VerifyContext, digits: string): Promise<Rows> {
  const rows = new Map<NodeId, StoredProfileRow>()
  for await (const page of profileRowPages(profileStore, digits)) {
    for (const { id, row } of page) rows.set(id, row)
  }
  return rows
}

interface Around {
  readonly rows: Rows
  readonly checked: Set<NodeId>
}

/** What seems wrong with identifiers at a first look. */
async function lookAtNodes(
  context: VerifyContext,
  scans: readonly ScannedNode[],
  { rows, checked }: Around,
): Promise<Look[]> {
  const known: Snapshots = new Map()
  for (const { id, node } of scans) {
    // A closed one, or one with hints in rows, has more to be read.
    if (node === undefined || node.facts.closed || node.facts.hasHintRows) continue
    const { identifier } = node.facts
    const snapshot = { id, identifier, row: rows.get(id), node, hintRows: [], unbroken: true }
    known.set(identifierKey(identifier), snapshot)
  }
  const looks = await mapLimited(scans, 8, async ({ id, node, sources }): Promise<Look[]> => {
    if (node === undefined) return [lookAtFacts(context, id)]
    const { facts } = node
    const problem = factsProblem(facts, sources, context)
    const seen = problem === undefined ? undefined : factsDifference(id, facts, problem)
    const found = seen === undefined ? [] : [{ ...lookAtFacts(context, id), seen }]
    if (checked.has(id)) return found
    const { ids, wrong, unhinted } = await checkRows(context, facts.identifier, known)
    // Somebody who is connected may have been looked at in the meantime.
    if (checked.has(id)) return found
    if (checked.size > mostChecked) checked.clear()
    for (const one of ids) checked.add(one)
    const rowLooks = wrong.map(({ identifier, difference }): Look => {
      const look = (): Promise<Difference | undefined> => checkRow(context, identifier)
      return { seen: difference, look, stateOf: () => rowState(context, identifier) }
    })
    const hintLooks = unhinted.map((hint): Look => ({
      seen: hintDifference(context, hint),
      look: () => checkHint(context, hint),
    }))
    return [...found, ...rowLooks, ...hintLooks]
  })
  return looks.flat()
}

function lookAtFacts(context: VerifyContext, id: NodeId): Look {
  const stateOf = async (): Promise<string> => String(await context.nodeStore.readVersion(id))
  return { look: () => checkFacts(context, id), stateOf }
}

/** Who works off events changes a row, or what it is made from. */
async function rowState(
  { nodeIdOf, nodeStore, profileStore }: VerifyContext,
  identifier: Identifier,
): Promise<string> {
  const id = nodeIdOf(identifier)
  const row = await profileStore.read(id)
  return `${String(row?.etag)} ${await nodeStore.readVersion(id)}`
}

async function checkFacts(context: VerifyContext, id: NodeId): Promise<Difference | undefined> {
  const node = await context.nodeStore.read(id)
  if (node === undefined) {
    const [activity] = await context.nodeStore.listActivities(id, { top: 1 })
    const detail = 'Activities stand without the identifier that they belong to.'
    return activity && { kind: 'facts', customerId: id, detail }
  }
  const sources: FactSource[] = []
  for await (const part of allActivities(context, id, node.archive)) sources.push(...part)
  const problem = factsProblem(node.facts, sources, context)
  return problem === undefined ? undefined : factsDifference(id, node.facts, problem)
}

function factsDifference(
  id: NodeId,
  { identifier }: Pick<NodeFacts, 'identifier'>,
  detail: string,
): Difference {
  return { kind: 'facts', identifier: identifierKey(identifier), customerId: id, detail }
}

async function checkRow(
  context: VerifyContext,
  identifier: Identifier,
): Promise<Difference | undefined> {
  const { wrong } = await checkRows(context, identifier, new Map())
  const key = identifierKey(identifier)
  return wrong.find((one) => identifierKey(one.identifier) === key)?.difference
}

/** A row of an identifier that nothing is known of. */
async function checkOrphan(context: VerifyContext, id: NodeId): Promise<Difference | undefined> {
  const row = await context.profileStore.read(id)
  if (row === undefined || (await context.nodeStore.readVersion(id)) > 0) return undefined
  const detail = `Nothing is known of the identifier of a row (${row.content.kind}).`
  return { kind: 'profile', customerId: id, detail }
}
