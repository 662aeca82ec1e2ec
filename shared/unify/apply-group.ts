import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { groupBy } from '../platform/collections/group-by.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { Activity } from '../profiles/activity.ts'
import type { Context } from '../workspace/context.ts'
import { appendFresh, changeHome } from './change-home.ts'
import type { HomeChange } from './home-change.ts'
import type { Claim } from './claim-messages.ts'
import type { IdentityContext } from './identity-context.ts'
import { openNode } from './open-node.ts'
import { renew, type Snapshots } from './snapshot.ts'
import type { ReplacedCopy } from './message-store.ts'
import { activityOf, type UnifiedEvent } from './unified-event.ts'
import { writeHints } from './write-hints.ts'

export type ApplyContext = Pick<
  Context,
  'nodeStore' | 'archiveStore' | 'messageStore' | 'nodeIdOf'
> &
  IdentityContext

/** What one message does at one home: its winning copy is added, or copies that lost leave. */
interface MessageChange {
  readonly add: Activity | undefined
  readonly withdraw: HomeChange['withdraw']
}

interface MessagesAtHome {
  readonly home: Identifier
  readonly changes: MessageChange[]
  /** True while every activity to add was never seen before. */
  fresh: boolean
}

/**
 * Applies events that share identifiers: hints first, then one transaction a home with the winning
 * activities, then the homes that only lose copies. The snapshots must have been read before the
 * messages were claimed.
 */
export async function applyGroup(
  context: ApplyContext,
  input: {
    readonly claims: readonly Claim[]
    readonly snapshots: Snapshots
    readonly attributeNames: ReadonlySet<string>
  },
): Promise<void> {
  const active = input.claims.filter((claim) => claim.kind !== 'lost')
  await writeHints(context, active, input.snapshots)
  const homes = changesByHome(active, input.attributeNames)
  const isAdding = ({ changes }: MessagesAtHome): boolean =>
    changes.some(({ add }) => add !== undefined)
  const adding = homes.filter(isAdding)
  const losing = homes.filter((home) => !isAdding(home))
  for (const part of [adding, losing]) {
    await mapLimited(part, 8, (home) => applyAt(context, home, input.snapshots))
  }
  await mapLimited(unlinked(active), 8, async (identifier) => {
    await openNode(context, identifier)
    input.snapshots.delete(identifierKey(identifier))
  })
}

/**
 * Identifiers that may have lost a link, which may be one too many no more: they are opened after
 * the copies that showed it are taken out.
 */
function unlinked(claims: readonly Claim[]): Identifier[] {
  const lost = claims.flatMap(({ event, entry }) => {
    const kept = new Set(
      event.previous.length > 0 || entry.home === undefined
        ? []
        : entry.identifiers.map(identifierKey),
    )
    return entry.previous
      .map(({ identifiers }) => identifiers)
      .filter((identifiers) => !identifiers.every((item) => kept.has(identifierKey(item))))
  })
  return uniqueIdentifiers(lost.flat())
}

function changesByHome(
  claims: readonly Claim[],
  attributeNames: ReadonlySet<string>,
): MessagesAtHome[] {
  const homes = new Map<string, MessagesAtHome>()
  const changeAt = (home: Identifier, change: MessageChange, fresh: boolean): void => {
    const key = identifierKey(home)
    const messages = homes.get(key) ?? { home, changes: [], fresh: true }
    homes.set(key, messages)
    messages.changes.push(change)
    if (!fresh) messages.fresh = false
  }
  for (const { event, entry, kind } of claims) {
    const lost = groupBy(
      entry.previous.filter(({ home }) => home !== undefined),
      ({ home }) => home && identifierKey(home),
    )
    if (entry.home !== undefined) {
      const key = identifierKey(entry.home)
      const withdraw = withdrawals(event, lost.get(key) ?? [])
      lost.delete(key)
      changeAt(entry.home, { add: activityOf(event, attributeNames), withdraw }, kind === 'fresh')
    }
    for (const copies of lost.values()) {
      const home = copies[0]?.home
      if (home !== undefined) {
        changeAt(home, { add: undefined, withdraw: withdrawals(event, copies) }, false)
      }
    }
  }
  return [...homes.values()]
}

function withdrawals(
  { messageId }: UnifiedEvent,
  copies: readonly ReplacedCopy[],
): HomeChange['withdraw'] {
  return copies.map((copy) => ({ ...copy, messageId }))
}

/**
 * Events never seen before are appended to the node as it was before their messages were claimed;
 * where somebody else has changed it since, the messages are looked at again.
 */
async function applyAt(
  context: ApplyContext,
  { home, changes, fresh }: MessagesAtHome,
  snapshots: Snapshots,
): Promise<void> {
  const key = identifierKey(home)
  for (const part of splitChanges(changes)) {
    const add = part.flatMap((change) => change.add ?? [])
    const withdraw = part.flatMap((change) => change.withdraw)
    const snapshot = snapshots.get(key)
    const appended =
      fresh && withdraw.length === 0 && snapshot?.unbroken === true
        ? await appendFresh(context, { home, add }, snapshot.node)
        : undefined
    const node = appended ?? (await changeHome(context, { home, add, withdraw }))
    renew(snapshots, home, { node, unbroken: appended !== undefined })
  }
}

/** A transaction takes 100 operations; one is the node. */
const mostOperations = 99
/**
 * A transaction takes 4 MiB as sent: binary columns as base64, a third larger. The node may have
 * 1 MiB of that.
 */
const mostBytes = 2 * 1024 * 1024

/** Cuts changes so that each part fits into one transaction; a message is never cut. */
function splitChanges(changes: readonly MessageChange[]): MessageChange[][] {
  const parts: MessageChange[][] = []
  let part: MessageChange[] = []
  let [operations, bytes] = [0, 0]
  for (const change of changes) {
    const size = change.add === undefined ? 0 : Buffer.byteLength(JSON.stringify(change.add)) + 512
    const steps = 1 + change.withdraw.length
    const isFull = operations + steps > mostOperations || bytes + size > mostBytes
    if (part.length > 0 && isFull) {
      parts.push(part)
      part = []
      operations = 0
      bytes = 0
    }
    part.push(change)
    operations += steps
    bytes += size
  }
  return part.length > 0 ? [...parts, part] : parts
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
