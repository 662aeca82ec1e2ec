import type { Context } from '../workspace/context.ts'
import { closeBuild, readLedger, type BuildContext } from './builds.ts'

/**
 * Takes away the tables that nobody needs any more: of a rebuild that was abandoned at once, of
 * generations that were replaced an hour later. Costs one read while there are none.
 */
export async function dropOldGenerations(context: BuildContext): Promise<void> {
  const stored = await context.runStore.readLedger()
  if (stored === undefined) return
  const { building } = stored.ledger
  if (building !== undefined) {
    const job = await context.runStore.read(building.jobId)
    if (job?.status !== 'running') await closeBuild(context, building)
  }
  const { ledger } = await readLedger(context)
  for (const { generation, dropAt } of ledger.old) {
    if (dropAt <= context.now() && (await isFenced(context, generation))) {
      await context.generations.drop(generation)
      await forget(context, generation)
    }
  }
}

/**
 * True when the generation is not live and cannot become so: whoever has read the pointer before
 * can move it no more, and whoever reads it now finds that the generation is not being filled.
 */
async function isFenced(
  { workspaceStore }: Pick<Context, 'workspaceStore'>,
  generation: number,
): Promise<boolean> {
  const { pointer, etag } = await workspaceStore.readPointer()
  return pointer.generation !== generation && (await workspaceStore.movePointer(pointer, etag))
}

/** What is not forgotten is dropped again with the next minute. */
async function forget(context: BuildContext, generation: number): Promise<void> {
  const { ledger, etag } = await readLedger(context)
  const old = ledger.old.filter((entry) => entry.generation !== generation)
  await context.runStore.moveLedger({ ...ledger, old }, etag)
}
