import { beforeAll, describe, expect, it } from 'vitest'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, type Fault } from '../../doubles/storage-calls.ts'
import { answers, archiveable, returns, shape } from './expiry-story.ts'
import { day, deliver, expireUntilDone, type Visitors } from './visitors.ts'

const never = () => faultyCalls('fails', () => false)
const faults: readonly Fault[] = ['fails', 'succeeds but answers 500']

/** Runs a step with the n-th call going wrong, for every n; a new worker goes on. */
async function atEveryCall(
  fault: Fault,
  prepared: Visitors,
  step: (world: Visitors, faulty: ReturnType<typeof faultyCalls>) => Promise<void>,
  check: (world: Visitors, call: string) => Promise<void>,
): Promise<void> {
  const counting = never()
  await step(prepared.copy(), counting)
  expect(counting.calls()).toBeGreaterThan(20)
  for (let bad = 1; bad <= counting.calls(); bad += 1) {
    const world = prepared.copy()
    await step(
      world,
      faultyCalls(fault, (call) => call === bad),
    )
    await check(world, `call ${bad}`)
  }
}

const expire = (world: Visitors, { intercept }: ReturnType<typeof faultyCalls>) =>
  expireUntilDone(() => world.context(intercept))

async function archived(ready: Visitors): Promise<Visitors> {
  const world = ready.copy()
  await expire(world, never())
  return world
}

describe.each(faults)('a storage call that %s', (fault) => {
  let ready: Visitors
  let before: Record<string, unknown>
  let clean: unknown

  beforeAll(async () => {
    ready = await archiveable()
    before = await answers(ready)
    clean = await shape(await archived(ready))
  })

  it('changes nothing in the end, at whichever call of the job it happens', async () => {
    expect(clean).toMatchObject({ activities: 3, away: { unknown: 2 }, due: 2 })
    await atEveryCall(fault, ready, expire, async (world, call) => {
      expect(await answers(world), call).toEqual(before)
      // What somebody else was at is left to the next day.
      world.at(33 * day)
      await expire(world, never())
      expect(await shape(world), call).toEqual(clean)
      expect(await answers(world), call).toEqual(before)
      expect(unfinished(world.storage), call).toEqual([])
    })
  })

  it('changes nothing, at whichever call of bringing back it happens', async () => {
    const lasting = ready.copy()
    await lasting.send(...returns)
    const wanted = canonicalState(lasting.storage)
    const bringBack = async (world: Visitors, { intercept }: ReturnType<typeof faultyCalls>) => {
      const blob = world.log(...returns)
      await deliver(() => world.context(intercept), blob)
    }
    await atEveryCall(fault, await archived(ready), bringBack, (world, call) => {
      expect(canonicalState(world.storage), call).toBe(wanted)
      expect(unfinished(world.storage), call).toEqual([])
      return Promise.resolve()
    })
  })

  it('changes nothing in the end, at whichever call of forgetting it happens', async () => {
    const old = await archived(ready)
    old.at(400 * day)
    await atEveryCall(fault, old, expire, async (world, call) => {
      const found = await answers(world)
      expect(Object.keys(found).filter((key) => found[key] !== undefined)).toEqual([
        'anonymousId:c2',
        'anonymousId:c3',
        'anonymousId:c5',
      ])
      expect(await shape(world), call).toMatchObject({ activities: 3, away: { unknown: 0 } })
      expect(world.storage.archiveStore.blobs.size, call).toBe(0)
      expect(unfinished(world.storage), call).toEqual([])
    })
  })
})
