import type { JobRun } from '../jobs/job-kind.ts'
import { findPending } from '../jobs/sweep.ts'
import type { Context } from '../workspace/context.ts'
import { closeBuild, isBuilding, isUseful, type Build } from './builds.ts'

export type SwitchOutcome = 'switched' | 'stopped' | 'outdated'

const mostAttempts = 50

/**
 * Makes a generation the live one, with the rules it was built under, in one write. The pointer is
 * read first: whoever abandons the build takes it out of the ledger and then moves the pointer, so
 * either that is seen here or the write fails.
 */
export async function switchOver(
  context: Context,
  build: Build,
  run: JobRun,
): Promise<SwitchOutcome> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { pointer, etag } = await context.workspaceStore.readPointer()
    if (pointer.generation === build.generation) return 'switched'
    if (!(await run.report({ stage: 'switch', done: 0, total: 1 }))) return 'stopped'
    if (!(await isBuilding(context, build))) return 'stopped'
    if (!(await isUseful(context, build, pointer))) return 'outdated'
    const { generation } = build
    const next = { ...pointer, generation, identityDocument: pointer.document }
    if (await context.workspaceStore.movePointer(next, etag)) return 'switched'
  }
  return 'stopped'
}

/**
 * What is left to do after a switch. Blobs that were worked off in the last moment before it have a
 * receipt in the generation of before, so nobody would send them again for a while.
 */
export async function settleSwitch(context: Context, build: Build, jobId: string): Promise<void> {
  const { pointer } = await context.workspaceStore.readPointer()
  const live = await context.generations.open(pointer)
  const before = await context.generations.open({ ...pointer, generation: build.base })
  const { pending } = await findPending(live)
  const missed: string[] = []
  for (const { blob } of pending) {
    if ((await before.receiptStore.read(blob)) !== undefined) missed.push(blob)
  }
  // With a name of its own: the queue has seen the message of such a blob a moment ago.
  if (missed.length > 0) await context.eventQueue.announce(missed, `#${jobId}`)
  if ((await context.workspaceStore.readClustered()) < live.identityVersion) {
    await context.workspaceStore.writeClustered(live.identityVersion)
  }
  await closeBuild(context, build)
}
