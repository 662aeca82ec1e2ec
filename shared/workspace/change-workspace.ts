import { TransientError } from '../platform/errors/errors.ts'
import type { Context } from './context.ts'
import { identityImpact, type Impact } from './identity-impact.ts'
import type { Workspace } from './workspace.ts'

export type ChangeContext = Pick<Context, 'now' | 'workspaceStore' | 'seenNamespaces'>

/** A workspace that was changed, and what it takes until all profiles follow. */
export interface WorkspaceChange {
  readonly workspace: Workspace
  readonly impact: Impact
}

/** Marks what a change brings. */
export interface Stamp {
  readonly version: number
  readonly modifiedAt: number
}

const mostAttempts = 20

/**
 * Changes the definitions; `edit` may be asked again where somebody else was faster, and throws
 * where the change cannot be. The change holds as a whole or not at all: the new document holds
 * once the pointer names it, and a crash before that leaves a document that nobody reads.
 */
export async function changeWorkspace(
  { now, workspaceStore, seenNamespaces }: ChangeContext,
  edit: (workspace: Workspace, stamp: Stamp) => Workspace,
): Promise<WorkspaceChange> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { pointer, etag } = await workspaceStore.readPointer()
    const before = await workspaceStore.readDocument(pointer.document)
    const stamp = { version: pointer.version + 1, modifiedAt: now() }
    const edited = edit(before, stamp)
    if (edited === before) return { workspace: before, impact: 'none' }
    const inForce = await workspaceStore.readDocument(pointer.identityDocument)
    const impact = identityImpact(inForce, edited, await seenNamespaces.list())
    const computedFrom = impact === 'recluster' ? stamp.version : before.computedFrom
    const workspace = { ...edited, ...stamp, computedFrom }
    const document = await workspaceStore.writeDocument(workspace)
    const identityDocument = impact === 'rebuild' ? pointer.identityDocument : document
    const next = { ...pointer, version: stamp.version, document, identityDocument }
    if (await workspaceStore.movePointer(next, etag)) return { workspace, impact }
  }
  throw new TransientError({ code: 'Contention', message: 'The workspace changes too often.' })
}
