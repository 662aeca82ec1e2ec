import { identifierKey } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { Context } from '../workspace/context.ts'
import { applyGroup, clearPrevious } from './apply-group.ts'
import { bestCopies, claimMessages, type Claim } from './claim-messages.ts'
import { groupEvents, type EventGroup } from './event-groups.ts'
import { materialise } from './materialise.ts'
import { settleRows, type OwingRow } from './settle-rows.ts'
import { readSnapshot, type Snapshots } from './snapshot.ts'
import type { UnifiedEvent } from './unified-event.ts'

export type UnifyContext = Pick<
  Context,
  | 'now'
  | 'namespaces'
  | 'nodeIdOf'
  | 'nodeStore'
  | 'messageStore'
  | 'profileStore'
  | 'memberStore'
  | 'changeFeed'
  | 'attributeNames'
>

/** What became of each message of a batch, by messageId. */
export interface UnifyOutcome {
  readonly claims: ReadonlyMap<string, Claim>
  /** Messages that could not be worked off, with the error. */
  readonly failures: ReadonlyMap<string, unknown>
}

interface ReadGroup extends EventGroup {
  readonly snapshots: Snapshots
}

/** How many groups are worked off at the same time. */
const groupsAtOnce = 8

/**
 * Applies events once each and brings the profiles of everybody concerned up to date. Events may
 * come in any order, again, and to several workers at once. A group that fails does not affect the
 * others; what was done for it before is found and continued at the next attempt.
 */
export async function unifyEvents(
  context: UnifyContext,
  events: readonly UnifiedEvent[],
): Promise<UnifyOutcome> {
  const failures = new Map<string, unknown>()
  const attempt = async <T>(group: EventGroup, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      for (const event of group.events) failures.set(event.messageId, error)
      return undefined
    }
  }
  const best = bestCopies(events)
  const attributeNames = await acceptNames(context, best)
  const read = await mapLimited(groupEvents(best), groupsAtOnce, (group) =>
    attempt(group, () => readGroup(context, group)),
  )
  const groups = read.filter((group) => group !== undefined)
  const claims = await claimMessages(
    context,
    groups.flatMap((group) => group.events),
  )
  const owing: OwingRow[] = []
  const worked = await mapLimited(groups, groupsAtOnce, (group) =>
    attempt(group, async () => {
      owing.push(...(await workOff(context, { group, claims, attributeNames })))
      return group
    }),
  )
  await settleRows(context, uniqueRows(owing))
  const done = worked.filter((group) => group !== undefined)
  await clearPrevious(
    context,
    done.flatMap((group) => claimsOf(group, claims)),
  )
  return { claims, failures }
}

async function acceptNames(
  context: UnifyContext,
  events: readonly UnifiedEvent[],
): Promise<ReadonlySet<string>> {
  const names = new Set(events.flatMap((event) => [...event.traits.keys()]))
  return names.size === 0 ? names : context.attributeNames.accept(names)
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
  const homes = await applyGroup(context, { claims, snapshots, attributeNames })
  const touched = claims
    .filter(({ kind, entry }) => kind !== 'lost' && entry.home !== undefined)
    .flatMap(({ event }) => [...event.identifiers, ...event.previous])
  if (homes.length === 0) return []
  return materialise(context, [...homes, ...touched], snapshots)
}

function claimsOf(group: EventGroup, claims: ReadonlyMap<string, Claim>): Claim[] {
  return group.events.flatMap((event) => claims.get(event.messageId) ?? [])
}

/** Groups that met in one component may both have read a row that owes; it is settled once. */
function uniqueRows(rows: readonly OwingRow[]): OwingRow[] {
  return [...new Map(rows.map((owing) => [owing.id, owing])).values()]
}
