import { TransientError } from '../platform/errors/errors.ts'
import type { Ledger } from '../jobs/run-store.ts'
import type { Context } from '../workspace/context.ts'
import { sameDefinitions } from '../workspace/same-definitions.ts'
import type { WorkspacePointer } from '../workspace/workspace-store.ts'

/** A generation that a job fills. */
export type Build = NonNullable<Ledger['building']>

export type BuildContext = Pick<Context, 'now' | 'runStore' | 'workspaceStore' | 'generations'>

export interface OpenedBuild {
  readonly build: Build
  /** What holds; the build is made under its document. */
  readonly pointer: WorkspacePointer
}

const mostAttempts = 50
/** Batches and requests that began before a switch are over by then. */
const keptMs = 60 * 60_000

/**
 * The generation that a job fills: the one it began, while that can still take the place of the
 * live one, else a new one. A change of the definitions makes what was built useless, since rows
 * that are not looked at again would follow the rules of before.
 */
export async function openBuild(context: BuildContext, jobId: string): Promise<OpenedBuild> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { ledger, etag, pointer } = await readLedger(context)
    const { building } = ledger
    const goesOn = building?.jobId === jobId && (await isUseful(context, building, pointer))
    const build = goesOn ? building : newBuild(ledger, { jobId, pointer })
    const next: Ledger = { ...setAside(ledger, { pointer, now: context.now() }), building: build }
    if (!goesOn) {
      const latest = build.generation
      if (!(await context.runStore.moveLedger({ ...next, latest }, etag))) continue
    }
    await context.generations.create(build.generation)
    return { build, pointer }
  }
  throw new TransientError({ code: 'Contention', message: 'Generations change too often.' })
}

/** True while a build can take the place of the live generation. */
export async function isUseful(
  { workspaceStore }: Pick<Context, 'workspaceStore'>,
  build: Build,
  pointer: WorkspacePointer,
): Promise<boolean> {
  if (build.base !== pointer.generation) return false
  if (build.document === pointer.document) return true
  const before = await workspaceStore.readDocument(build.document)
  return sameDefinitions(before, await workspaceStore.readDocument(pointer.document))
}

/** True while the ledger says that this generation is being filled. */
export async function isBuilding(context: BuildContext, { generation }: Build): Promise<boolean> {
  return (await readLedger(context)).ledger.building?.generation === generation
}

/** Notes that nothing is being filled any more: what was live before, or the build, is to go. */
export async function closeBuild(context: BuildContext, { generation }: Build): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { ledger, etag, pointer } = await readLedger(context)
    if (ledger.building?.generation !== generation) return
    const next = setAside(ledger, { pointer, now: context.now() })
    if (await context.runStore.moveLedger(next, etag)) return
  }
  throw new TransientError({ code: 'Contention', message: 'Generations change too often.' })
}

export interface StoredLedger {
  readonly ledger: Ledger
  readonly etag: string | undefined
  readonly pointer: WorkspacePointer
}

/** The ledger, and the pointer as it was after it. */
export async function readLedger(
  context: Pick<BuildContext, 'runStore' | 'workspaceStore'>,
): Promise<StoredLedger> {
  const stored = await context.runStore.readLedger()
  const { pointer } = await context.workspaceStore.readPointer()
  const ledger = stored?.ledger ?? { latest: pointer.generation, old: [] }
  return { ledger, etag: stored?.etag, pointer }
}

function newBuild(
  { latest }: Ledger,
  { jobId, pointer }: { readonly jobId: string; readonly pointer: WorkspacePointer },
): Build {
  const { document, generation: base } = pointer
  return { generation: Math.max(latest, base) + 1, jobId, document, base }
}

/** The ledger without its build: what that was to replace has gone, or the build itself goes. */
function setAside(
  { building, ...ledger }: Ledger,
  { pointer, now }: { readonly pointer: WorkspacePointer; readonly now: number },
): Ledger {
  if (building === undefined) return ledger
  const isLive = building.generation === pointer.generation
  const gone = isLive
    ? { generation: building.base, dropAt: now + keptMs }
    : { generation: building.generation, dropAt: now }
  return { ...ledger, old: [...ledger.old, gone] }
}
