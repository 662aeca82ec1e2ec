import { expect, it } from 'vitest'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall, logCalls, type CallInit } from '../../factories/calls.ts'

const tablet = { namespace: 'anonymousId', value: 'tablet' }
const at = (time: string): string => `2026-03-01T${time}:00.000Z`

it('the id of a device leads to who owns what it did, also when two people share it', async () => {
  const storage = memoryStorage()
  const context = testContext(storage)
  const unify = async (...calls: CallInit[]): Promise<void> => {
    const blob = logCalls(
      storage,
      calls.map((call) => ({ call: aCall({ anonymousId: 'tablet', ...call }) })),
    )
    expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
  }
  const former = { namespace: 'customerId', value: context.nodeIdOf(tablet) }
  const ann = context.nodeIdOf({ namespace: 'userId', value: 'ann' })

  await unify({ messageId: 'a', timestamp: at('06:00') })
  expect((await findProfile(context, former)).profile.customerId).toBe(former.value)
  await unify(
    { messageId: 'b', userId: 'ann', timestamp: at('06:05') },
    { messageId: 'c', userId: 'bob', timestamp: at('09:00') },
    { messageId: 'd', timestamp: at('09:05') },
  )
  const fact = {
    ...({ id: 'c1', type: 'detach', a: 'anonymousId:tablet' } as const),
    ...{ by: 'eve', reason: 'of the shop', at: at('11:00') },
  }
  const blob = logCalls(storage, [{ fact }])
  await unifyBlobs(context, [blob])
  expect((await findProfile(context, tablet)).profile.activityCount).toBe(2)
  // The device hangs on nobody, but what it did is theirs: it has no profile.
  const apart = { ...context, identity: { ...context.identity, maxIdentifiers: 1 } }
  const undo = {
    id: 'undo-c1',
    type: 'undo',
    of: 'c1',
    a: fact.a,
    by: 'eve',
    at: at('11:30'),
  } as const
  await unifyBlobs(apart, [logCalls(storage, [{ fact: undo }])])
  await expect(findProfile(context, tablet)).rejects.toMatchObject({ code: 'ProfileNotFound' })
  expect((await findProfile(context, former)).profile.customerId).toBe(ann)
  expect(storage.changeFeed.published.filter(({ kind }) => kind === 'idChange')).toMatchObject([
    { from: former.value },
    { from: former.value, to: ann },
  ])
})
