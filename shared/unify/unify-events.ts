import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { isSameLocation } from '../profiles/activity.ts'
import type { Context } from '../workspace/context.ts'
import { applyGroup, clearPrevious } from './apply-group.ts'
import { bestCopies } from './best-copies.ts'
import { claimMessages, type Claim } from './claim-messages.ts'
import { groupEvents, roundsOf, type EventGroup } from './event-groups.ts'
import { holdLinks } from './hold-links.ts'
import type { IdentityContext } from './identity-context.ts'
import { materialise } from './materialise.ts'
import { noteNamespaces } from './note-namespaces.ts'
import { settleRows, type OwingRow } from './settle-rows.ts'
import { isClosed, readSnapshot, type Snapshots } from './snapshot.ts'
import type { UnifiedEvent } from './unified-event.ts'

export type UnifyContext = Pick<
  Context,
  | 'now'
  | 'nodeIdOf'
  | 'nodeStore'
  | 'messageStore'
  | 'profileStore'
  | 'memberStore'
  | 'dueStore'
  | 'archiveStore'
  | 'changeFeed'
  | 'attributeNames'
  | 'metrics'
  | 'groupCommit'
  | 'correctionStore'
  | 'seenNamespaces'
  | 'isCurrent'
> &
  IdentityContext

/** What became of each message of a batch, by messageId. */
export interface UnifyOutcome {
  readonly claims: ReadonlyMap<string, Claim>
  /** Messages that could not be worked off, with the error. */
  readonly failures: ReadonlyMap<string, unknown>
  /** Names of attributes of these messages that are stored. */
  readonly attributeNames: ReadonlySet<string>
}

interface ReadGroup extends EventGroup {
  readonly snapshots: Snapshots
}

/** How many groups are worked off at the same time. */
const groupsAtOnce = 8
/**
 * How many groups are read before the first of them is written: enough to share the transactions
 * of their messages, few enough that what was read is still true when it is written.
 */
const groupsInPart = 32
/** About as many as an identifier may be linked to; more in one batch share one that too many do. */
const mostIdentifiersInGroup = 200

/**
 * Applies events once each and brings the profiles of everybody concerned up to date. Events may
 * come in any order, again, and to several workers at once. A group that fails does not affect the
 * others; what was done for it before is found and continued at the next attempt.
 */
export async function unifyEvents(
  context: UnifyContext,
  events: readonly UnifiedEvent[],
): Promise<UnifyOutcome> {
  await noteNamespaces(
    context,
    events.flatMap(({ identifiers, previous }) => [...identifiers, ...previous]),
  )
  const best = bestCopies(events)
  const attributeNames = await acceptNames(context, best)
  // All copies, not only the best ones: a copy that lost may have rows to mend.
  const rounds = roundsOf(groupEvents(events), mostIdentifiersInGroup)
  const claims = new Map<string, Claim>()
  const failures = new Map<string, unknown>()
  for (const part of rounds.flatMap((groups) => partsOf(groups, groupsInPart))) {
    const outcome = await unifyGroups(context, part, attributeNames)
    for (const [messageId, claim] of outcome.claims) claims.set(messageId, claim)
    for (const [messageId, failure] of outcome.failures) failures.set(messageId, failure)
  }
  return { claims, failures, attributeNames }
}

function partsOf<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let start = 0; start < items.length; start += size) {
    parts.push(items.slice(start, start + size))
  }
  return parts
}

async function unifyGroups(
  context: UnifyContext,
  part: readonly EventGroup[],
  attributeNames: ReadonlySet<string>,
): Promise<Omit<UnifyOutcome, 'attributeNames'>> {
  const failures = new Map<string, unknown>()
  const attempt = async <T>(group: EventGroup, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      for (const event of group.events) failures.set(event.messageId, error)
      return undefined
    }
  }
  const read = await mapLimited(part, groupsAtOnce, (group) =>
    attempt(group, () => readGroup(context, group)),
  )
  const groups = read.filter((group) => group !== undefined)
  const closed = new Set(groups.flatMap(({ snapshots }) => closedKeys(snapshots)))
  const claims = await claimMessages(
    context,
    groups.flatMap((group) => bestCopies(group.events)),
    (identifier) => closed.has(identifierKey(identifier)),
  )
  const owing: { readonly group: EventGroup; readonly rows: readonly OwingRow[] }[] = []
  const worked = await mapLimited(groups, groupsAtOnce, (group) =>
    attempt(group, async () => {
      owing.push({ group, rows: await workOff(context, { group, claims, attributeNames }) })
      return group
    }),
  )
  // Settled together; when that fails only the groups that owe something are not done.
  const owed: EventGroup = {
    identifiers: [],
    events: owing.filter(({ rows }) => rows.length > 0).flatMap(({ group }) => group.events),
  }
  await attempt(owed, () => settleRows(context, newestRows(owing.flatMap(({ rows }) => rows))))
  const isDone = ({ events }: EventGroup): boolean =>
    !events.some(({ messageId }) => failures.has(messageId))
  const done = worked.filter((group) => group !== undefined).filter(isDone)
  await clearPrevious(
    context,
    done.flatMap((group) => claimsOf(group, claims)),
  )
  return { claims, failures }
}

/** Declared names are always stored, others while there is room. */
async function acceptNames(
  { attributeNames, attributeRules }: UnifyContext,
  events: readonly UnifiedEvent[],
): Promise<ReadonlySet<string>> {
  const names = [...new Set(events.flatMap((event) => [...event.traits.keys()]))]
  const declared = names.filter(attributeRules.isDeclared)
  const others = new Set(names.filter((name) => !attributeRules.isDeclared(name)))
  const accepted = others.size === 0 ? others : await attributeNames.accept(others)
  return new Set([...declared, ...accepted])
}

async function readGroup(context: UnifyContext, group: EventGroup): Promise<ReadGroup> {
  const snapshots = await mapLimited(group.identifiers, 8, (identifier) =>
    readSnapshot(context, identifier),
  )
  const byKey = new Map(snapshots.map((snapshot) => [identifierKey(snapshot.identifier), snapshot]))
  return { ...group, snapshots: byKey }
}

async function workOff(
  context: UnifyContext,
  input: {
    readonly group: ReadGroup
    readonly claims: ReadonlyMap<string, Claim>
    readonly attributeNames: ReadonlySet<string>
  },
): Promise<OwingRow[]> {
  const { group, attributeNames } = input
  const claims = claimsOf(group, input.claims)
  const { snapshots } = group
  await holdLinks(context, claims, snapshots)
  await applyGroup(context, { claims, snapshots, attributeNames })
  const open = claims.flatMap((claim) => {
    const seeds = identifiersToMend(claim, group.events)
    return seeds.length === 0 ? [] : [{ seeds, begunAt: beginning(claim) }]
  })
  if (open.length === 0) return []
  return materialise(
    context,
    open.flatMap(({ seeds }) => seeds),
    {
      known: snapshots,
      begunAt: Math.min(...open.map((one) => one.begunAt)),
      cause: { events: claims.map(namedIn) },
    },
  )
}

function namedIn({ event: { messageId }, entry: { identifiers }, kind }: Claim) {
  return { messageId, identifiers, isNew: kind === 'fresh' || kind === 'won' }
}

/** When work on an event may have begun before: unless it is fresh, when it was received. */
function beginning({ kind, event, entry }: Claim): number {
  return kind === 'fresh' ? Infinity : Math.min(event.receivedAt, entry.receivedAt)
}

function closedKeys(snapshots: Snapshots): string[] {
  return [...snapshots].filter(([, snapshot]) => isClosed(snapshot)).map(([key]) => key)
}

/**
 * Whose rows may be out of date: everybody in a copy that was applied, and everybody in any copy
 * of a message of which a copy was replaced, also when it is the replaced one that is delivered.
 */
function identifiersToMend(
  { kind, entry }: Claim,
  delivered: readonly UnifiedEvent[],
): Identifier[] {
  const copies = [...entry.previous, ...entry.replaced]
  const isActive = kind !== 'lost' && (entry.home !== undefined || copies.length > 0)
  const isMended = delivered.some((event) =>
    copies.some(({ location }) => isSameLocation(location, event.location)),
  )
  if (!isActive && !isMended) return []
  return [...entry.identifiers, ...copies.flatMap(({ identifiers }) => identifiers)]
}

function claimsOf(group: EventGroup, claims: ReadonlyMap<string, Claim>): Claim[] {
  return bestCopies(group.events).flatMap((event) => claims.get(event.messageId) ?? [])
}

/** Groups that met in one component may both have a row that owes; the newest state counts. */
function newestRows(rows: readonly OwingRow[]): OwingRow[] {
  const inOrder = [...rows].sort((a, b) => a.row.version - b.row.version)
  return [...new Map(inOrder.map((owing) => [owing.id, owing])).values()]
}
