import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import type { Interceptor } from '../../doubles/storage-calls.ts'
import { interceptStorage } from '../../doubles/storage-calls.ts'
import { testContext, testNow, type MemoryStorage } from '../../doubles/test-context.ts'
import { aCall, type LoggedInit } from '../../factories/calls.ts'

/** Two visitors who become one person, a copy that loses late, one that wins late, a duplicate. */
export const blobs: readonly (readonly LoggedInit[])[] = [
  [
    { call: aCall({ messageId: 'a', anonymousId: 'c1' }) },
    { call: aCall({ messageId: 'b', anonymousId: 'c2' }) },
    { call: aCall({ messageId: 'moved', anonymousId: 'c3' }), receivedAt: testNow - 1000 },
  ],
  [
    {
      call: aCall({
        messageId: 'c',
        anonymousId: 'c1',
        userId: 'u1',
        type: 'identify',
        traits: { email: 'a@b.c', plan: 'pro' },
      }),
    },
    { call: aCall({ messageId: 'a', anonymousId: 'c1' }) },
  ],
  [
    { call: aCall({ messageId: 'd', anonymousId: 'c2', userId: 'u1' }) },
    { call: aCall({ messageId: 'moved', anonymousId: 'c1' }), receivedAt: testNow - 90_000 },
    {
      call: aCall({
        messageId: 'e',
        type: 'alias',
        anonymousId: null,
        userId: 'u1',
        previousId: 'c4',
      }),
    },
  ],
]

/** Delivers blobs as a queue does: again and again until each has its receipt. */
export async function deliver(
  storage: MemoryStorage,
  names: readonly string[],
  intercept: Interceptor,
): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    const context = testContext(storage, interceptStorage(intercept))
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
