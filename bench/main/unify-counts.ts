import { unifyBlobs } from '../../shared/unify/unify-blobs.ts'
import { divide, sumOf } from '../measure/counter.ts'
import { timed } from '../measure/timed.ts'
import type { BenchContext } from './bench-context.ts'
import { visitorsPerBlob, type Shape } from './shapes.ts'
import { writeBlob } from './write-blob.ts'

/** What a log blob of a shape costs from collect to receipt, on average. */
export interface BlobCost {
  readonly shape: Shape
  /** Requests by kind (`table.profiles.get`, `blob.write` …) and bytes by place. */
  readonly counts: ReadonlyMap<string, number>
  /** Of this process, in milliseconds. */
  readonly collectCpuMs: number
  readonly unifyCpuMs: number
  readonly unifyMs: number
}

/** Collects and unifies blobs of a shape, one at a time, and counts. */
export async function measureShape(
  context: BenchContext,
  shape: Shape,
  blobs: number,
): Promise<BlobCost> {
  for (const plan of shape.before(blobs)) await unify(context, await writeBlob(context, plan))
  context.counter.take()
  let [collectCpuMs, unifyCpuMs, unifyMs] = [0, 0, 0]
  for (const plan of shape.counted(blobs)) {
    const started = process.cpuUsage()
    const blob = await writeBlob(context, plan)
    collectCpuMs += cpuMsSince(started)
    const collected = process.cpuUsage()
    unifyMs += await timed(() => unify(context, blob))
    unifyCpuMs += cpuMsSince(collected)
  }
  return {
    shape,
    counts: divide(context.counter.take(), blobs),
    collectCpuMs: collectCpuMs / blobs,
    unifyCpuMs: unifyCpuMs / blobs,
    unifyMs: unifyMs / blobs,
  }
}

async function unify(context: BenchContext, blob: string): Promise<void> {
  const outcome = (await unifyBlobs(context, [blob])).get(blob)
  if (outcome?.kind !== 'done') throw new Error(`blob ${blob} failed`, { cause: outcome?.error })
}

function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** Table requests of a visitor in one blob, those for `messages` and the receipt left out. */
export function requestsPerVisitor({ counts }: BlobCost): number {
  const tables = ['identities', 'profiles', 'members', 'metrics'].map((name) => `table.${name}.`)
  return sumOf(counts, ...tables) / visitorsPerBlob
}

/** The budget: 5, 2 for each further identifier, 3 for each membership that changes. */
export function allowedPerVisitor({ shape, counts }: BlobCost): number {
  const memberships = (counts.get('memberships') ?? 0) / visitorsPerBlob
  return 5 + 2 * shape.furtherIdentifiers + 3 * memberships
}
