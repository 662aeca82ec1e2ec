import { expect, it } from 'vitest'
import type { CallInit } from '../../factories/calls.ts'
import { StorageFault, type Interceptor } from '../../doubles/storage-calls.ts'
import { activityIds, day, runExpire, visitors, type Visitors } from './visitors.ts'

/** Somebody comes when nodes are about to be marked; once that has failed the worker dies. */
function dyingAfter(world: Visitors, comes: CallInit): Interceptor {
  let state: 'packing' | 'marking' | 'marked' | 'dead' = 'packing'
  return async (name, call) => {
    const isMark = name === 'identities.write'
    if (state === 'dead' || (state === 'marked' && !isMark)) throw new StorageFault(name)
    if (state === 'packing' && name === 'archive.write') state = 'marking'
    else if (state === 'marked') state = 'dead'
    else if (state === 'marking' && isMark) {
      await world.send(comes)
      state = 'marked'
    }
    return call()
  }
}

const atCookie = { anonymousId: 'c1' }
const atDevice = { anonymousId: null, context: { device: { id: 'd1' } } }

// One of the two homes is marked first, so one of the two stories leaves it so.
it.each([
  ['cookie', atCookie],
  ['device', atDevice],
])('who signs in at her %s while a worker that dies archives her keeps all', async (_, at) => {
  const world = visitors()
  await world.send({ messageId: 'a', ...atCookie }, { messageId: 'b', ...atDevice, ...atCookie })
  world.at(60 * day)
  const dying = dyingAfter(world, { messageId: 'c', userId: 'u1', ...at })
  await expect(runExpire(world.context(dying))).rejects.toThrow(StorageFault)
  for (const days of [62, 500]) {
    world.at(days * day)
    await world.expire()
    expect(activityIds(await world.lookUp('userId:u1')).sort()).toEqual(['a', 'b', 'c'])
  }
  expect(world.storage.archiveStore.blobs.size).toBe(0)
})
