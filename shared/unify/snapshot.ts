import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { fanRules, isTooMany } from '../identity/quarantine.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import type { NodeId } from '../identity/node-id.ts'
import { emptyFacts, type NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { StoredProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'
import { hintRowsOf } from './hint-rows.ts'
import type { IdentityContext } from './identity-context.ts'
import { openFacts, openNode } from './open-node.ts'

/** What is stored about one identifier; the row was read before the facts. */
export interface Snapshot {
  readonly id: NodeId
  readonly identifier: Identifier
  readonly row: StoredProfileRow | undefined
  readonly node: StoredNode | undefined
  /** Hints that stand in rows of their own, where the node is open. */
  readonly hintRows: readonly Identifier[]
  /**
   * True while the node is the one first read, or what our own conditional writes made of it:
   * then nobody else has changed it since.
   */
  readonly unbroken: boolean
}

/** Snapshots by the key of their identifier. */
export type Snapshots = Map<string, Snapshot>

export type SnapshotContext = Pick<
  Context,
  'nodeIdOf' | 'profileStore' | 'nodeStore' | 'archiveStore'
> &
  IdentityContext

/**
 * Reads an identifier's profile row and then its facts. In this order a row that is written by the
 * ETag read here rests on facts that are at least as new as the row it replaces. An identifier that
 * was closed under other rules is opened; where nothing may be written it is only taken for open.
 */
export async function readSnapshot(
  context: SnapshotContext,
  identifier: Identifier,
  { readOnly = false } = {},
): Promise<Snapshot> {
  const id = context.nodeIdOf(identifier)
  const row = await context.profileStore.read(id)
  const stored = await context.nodeStore.read(id)
  const node =
    stored === undefined || isAsClosed(context.namespaces, stored.facts)
      ? stored
      : readOnly
        ? { ...stored, facts: await openFacts(context, id, stored) }
        : await openNode(context, identifier)
  const hintRows = hasOpenRows(node) ? await hintRowsOf(context, id) : []
  return { id, identifier, row, node, hintRows, unbroken: true }
}

/** True unless it is closed and others count now, or as many others are allowed. */
function isAsClosed(namespaces: Namespaces, { identifier, closed }: NodeFacts): boolean {
  if (closed === undefined) return true
  const isCounted = closed.rules === fanRules(namespaces)
  return isCounted && isTooMany(namespaces.definition(identifier.namespace), closed.fan)
}

function hasOpenRows(node: StoredNode | undefined): boolean {
  return node?.facts.hasHintRows === true && node.facts.closed === undefined
}

/** A node as it is now, and whether only our own writes lie between it and the one read first. */
export interface RenewedNode {
  readonly node: StoredNode | undefined
  readonly unbroken: boolean
}

/** Notes a newer state of the facts; the row stays the one read before them. */
export function renew(snapshots: Snapshots, identifier: Identifier, state: RenewedNode): void {
  const key = identifierKey(identifier)
  const snapshot = snapshots.get(key)
  if (snapshot === undefined) return
  // Others may have opened it, and what stands in rows is to be read with it.
  if (!state.unbroken && hasOpenRows(state.node)) {
    snapshots.delete(key)
    return
  }
  snapshots.set(key, {
    ...snapshot,
    node: state.node,
    unbroken: snapshot.unbroken && state.unbroken,
  })
}

export function factsOf(snapshot: Snapshot): NodeFacts {
  return snapshot.node?.facts ?? emptyFacts(snapshot.identifier)
}

export function isClosed(snapshot: Snapshot): boolean {
  return snapshot.node?.facts.closed !== undefined
}
