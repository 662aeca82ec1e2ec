import type { Namespaces } from '../../../shared/identity/namespaces.ts'
import type { MemberCount } from '../../../shared/profiles/member-store.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import type { Interceptor } from '../../doubles/storage-calls.ts'
import { interceptStorage } from '../../doubles/storage-calls.ts'
import { testContext, type MemoryStorage, type TestContext } from '../../doubles/test-context.ts'
import type { LoggedFact, LoggedInit } from '../../factories/calls.ts'

/** Log blobs that must end in the same state whatever happens on the way. */
export interface Story {
  readonly name: string
  readonly blobs: readonly (readonly (LoggedInit | LoggedFact)[])[]
  /** How many distinct messages are on a timeline in the end. */
  readonly applied: number
  /** How many profiles there are in the end. */
  readonly members: MemberCount
  /** As in the context; few make workers read timelines. */
  readonly mostMoments: number
  /** Other namespaces than the default ones. */
  readonly namespaces?: Namespaces
}

/** A worker of its own, with its own way to storage. */
export function storyContext(
  storage: MemoryStorage,
  { mostMoments, namespaces }: Story,
  intercept: Interceptor,
): TestContext {
  const context = testContext(storage, interceptStorage(intercept))
  return { ...context, mostMoments, namespaces: namespaces ?? context.namespaces }
}

/** Delivers blobs as a queue does: again and again until each has its receipt. */
export async function deliver(
  { storage, story }: { readonly storage: MemoryStorage; readonly story: Story },
  names: readonly string[],
  intercept: Interceptor,
): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    const context = storyContext(storage, story, intercept)
    const open = []
    for (const name of names) {
      const outcome = await unifyBlobs(context, [name]).then(
        (outcomes) => outcomes.get(name),
        () => undefined,
      )
      if (outcome?.kind !== 'done') open.push(name)
    }
    if (open.length === 0) return
  }
  throw new Error('the blobs are never worked off')
}
