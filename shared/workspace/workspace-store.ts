import * as z from 'zod'
import type { Workspace } from './workspace.ts'

/** Says what holds now. It is moved in one write, so a change holds as a whole or not at all. */
export const workspacePointerSchema = z.object({
  /** The version of the workspace. */
  version: z.int(),
  /** The name of the document with this version's definitions. */
  document: z.string(),
  /**
   * The document whose rules of identity hold. An older one while profiles are rebuilt under newer
   * rules.
   */
  identityDocument: z.string(),
  /** Which generation of the tables of profiles is the live one. */
  generation: z.int(),
})

export type WorkspacePointer = Readonly<z.output<typeof workspacePointerSchema>>

export interface StoredPointer {
  readonly pointer: WorkspacePointer
  readonly etag: string
}

/** The definitions, every version kept, and the pointer to what holds. */
export interface WorkspaceStore {
  /** The pointer; the first call of a deployment makes the initial workspace. */
  readPointer(): Promise<StoredPointer>
  /** The definitions in a document; documents never change. */
  readDocument(name: string): Promise<Workspace>
  /** Writes a document; answers its name. It holds once the pointer names it. */
  writeDocument(workspace: Workspace): Promise<string>
  /** Moves the pointer where it is still in the given state; answers whether it did. */
  movePointer(pointer: WorkspacePointer, etag: string): Promise<boolean>
  /** The version of the rules of identity under which all profiles were computed at the least. */
  readClustered(): Promise<number>
  writeClustered(version: number): Promise<void>
}
