import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { emptyFacts, type NodeFacts } from '../profiles/node-facts.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import type { StoredProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'

/** What is stored about one identifier; the row was read before the facts. */
export interface Snapshot {
  readonly id: NodeId
  readonly identifier: Identifier
  readonly row: StoredProfileRow | undefined
  readonly node: StoredNode | undefined
  /**
   * True while the node is the one first read, or what our own conditional writes made of it:
   * then nobody else has changed it since.
   */
  readonly unbroken: boolean
}

/** Snapshots by the key of their identifier. */
export type Snapshots = Map<string, Snapshot>

/**
 * Reads an identifier's profile row and then its facts. In this order a row that is written by the
 * ETag read here rests on facts that are at least as new as the row it replaces.
 */
export async function readSnapshot(
  context: Pick<Context, 'nodeIdOf' | 'profileStore' | 'nodeStore'>,
  identifier: Identifier,
): Promise<Snapshot> {
  const id = context.nodeIdOf(identifier)
  const row = await context.profileStore.read(id)
  const node = await context.nodeStore.read(id)
  return { id, identifier, row, node, unbroken: true }
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
  snapshots.set(key, {
    ...snapshot,
    node: state.node,
    unbroken: snapshot.unbroken && state.unbroken,
  })
}

export function factsOf(snapshot: Snapshot): NodeFacts {
  return snapshot.node?.facts ?? emptyFacts(snapshot.identifier)
}
