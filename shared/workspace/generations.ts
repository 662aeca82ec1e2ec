import type { Context } from './context.ts'
import type { WorkspacePointer } from './workspace-store.ts'

/**
 * The generations of the tables that are made from the log. One is live, which the pointer says;
 * a rebuild fills another one beside it. A number is never used twice.
 */
export interface Generations {
  /** Makes the tables of a generation; what is there stays as it is. */
  create(generation: number): Promise<void>
  /** Takes the tables of a generation away, with all that is in them. */
  drop(generation: number): Promise<void>
  /**
   * What works on the generation of a pointer, under the rules it names. Nobody is told of it: no
   * changes are published, no refusals noted, nothing counted.
   */
  open(pointer: WorkspacePointer): Promise<Context>
}
