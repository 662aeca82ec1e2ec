import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { Activity } from '../profiles/activity.ts'
import { fitsAttribute } from '../profiles/attribute-fact.ts'
import type { Context } from '../workspace/context.ts'
import { appendFresh, changeHome, type HomeChange } from './change-home.ts'
import type { Claim } from './claim-messages.ts'
import { renew, type Snapshots } from './snapshot.ts'
import { activityOf } from './unified-event.ts'
import { writeHints } from './write-hints.ts'

export type ApplyContext = Pick<Context, 'nodeStore' | 'messageStore' | 'nodeIdOf'>

interface MutableHomeChange extends HomeChange {
  readonly add: Activity[]
  readonly withdraw: HomeChange['withdraw'][number][]
  /** True while every activity to add was never seen before. */
  fresh: boolean
}

/**
 * Applies events that share identifiers: hints first, then one transaction a home with the winning
 * activities, then the homes that only lose copies. The snapshots must have been read before the
 * messages were claimed. Answers the homes that changed.
 */
export async function applyGroup(
  context: ApplyContext,
  input: {
    readonly claims: readonly Claim[]
    readonly snapshots: Snapshots
    readonly attributeNames: ReadonlySet<string>
  },
): Promise<Identifier[]> {
  const active = input.claims.filter((claim) => claim.kind !== 'lost')
  await writeHints(context, active, input.snapshots)
  const changes = homeChanges(active, input.attributeNames)
  const [adding, losing] = [
    changes.filter((change) => change.add.length > 0),
    changes.filter((change) => change.add.length === 0),
  ]
  await mapLimited(adding, 8, (change) => applyAt(context, change, input.snapshots))
  await mapLimited(losing, 8, (change) => changeHome(context, change))
  return changes.map(({ home }) => home)
}

function homeChanges(
  claims: readonly Claim[],
  attributeNames: ReadonlySet<string>,
): MutableHomeChange[] {
  const changes = new Map<string, MutableHomeChange>()
  const changeAt = (home: Identifier): MutableHomeChange => {
    const key = identifierKey(home)
    const change = changes.get(key) ?? { home, add: [], withdraw: [], fresh: true }
    changes.set(key, change)
    return change
  }
  const accepts = (name: string, value: unknown): boolean =>
    attributeNames.has(name) && fitsAttribute(value)
  for (const { event, entry, kind } of claims) {
    if (entry.home !== undefined) {
      const change = changeAt(entry.home)
      change.add.push(activityOf(event, accepts))
      if (kind !== 'fresh') change.fresh = false
    }
    for (const copy of entry.previous) {
      if (copy.home === undefined) continue
      const change = changeAt(copy.home)
      change.withdraw.push({ ...copy, messageId: event.messageId })
      change.fresh = false
    }
  }
  return [...changes.values()]
}

/**
 * Events never seen before are appended to the node as it was before their messages were claimed;
 * where somebody else has changed it since, the messages are looked at again.
 */
async function applyAt(
  context: ApplyContext,
  change: MutableHomeChange,
  snapshots: Snapshots,
): Promise<void> {
  const key = identifierKey(change.home)
  for (const part of splitChange(change)) {
    const snapshot = snapshots.get(key)
    const appended =
      change.fresh && snapshot?.unbroken === true
        ? await appendFresh(context, part, snapshot.node)
        : undefined
    const node = appended ?? (await changeHome(context, part))
    renew(snapshots, change.home, { node, unbroken: appended !== undefined })
  }
}

/** A transaction takes 100 operations and 4 MiB; one operation is the node. */
const mostActivities = 99
const mostBytes = 3 * 1024 * 1024

function splitChange(change: HomeChange): HomeChange[] {
  const parts: HomeChange[] = []
  let part: Activity[] = []
  let bytes = 0
  for (const activity of change.add) {
    const size = Buffer.byteLength(JSON.stringify(activity)) + 1024
    if (part.length === mostActivities || (part.length > 0 && bytes + size > mostBytes)) {
      parts.push({ home: change.home, add: part, withdraw: [] })
      part = []
      bytes = 0
    }
    part.push(activity)
    bytes += size
  }
  parts.push({ home: change.home, add: part, withdraw: change.withdraw })
  return parts
}

/** Notes of the copies to take out that this is done. */
export async function clearPrevious(
  context: Pick<Context, 'messageStore'>,
  claims: readonly Claim[],
): Promise<void> {
  const open = claims.filter(({ kind, entry }) => kind !== 'lost' && entry.previous.length > 0)
  await mapLimited(open, 8, async ({ entry, etag }) => {
    const replaced = [...entry.replaced, ...entry.previous]
    // On conflict a still better copy came meanwhile; its worker has taken the list over.
    if (etag !== undefined) {
      await context.messageStore.replace({ ...entry, previous: [], replaced }, etag)
    }
  })
}
