import { describe, expect, it } from 'vitest'
import { archivedOnes, everyone } from '../../../shared/profiles/member-store.ts'
import { unfinished } from '../../doubles/canonical-state.ts'
import { activityIds, day, plain, visitors, type Visitors } from './visitors.ts'

const two = [
  { messageId: 'a', anonymousId: 'c1', type: 'identify', traits: { plan: 'pro' } },
  { messageId: 'b', anonymousId: 'c1', context: { device: { id: 'd1' } }, event: 'Bought' },
]

/** How many rows of activities the tables have. */
const activityRows = ({ storage }: Visitors): number =>
  storage.tables.identities.rows().filter(([, { rowKey }]) => rowKey !== 'node').length

const counts = async ({ context }: Visitors) => {
  const { memberStore } = context()
  const [live, archived] = [
    await memberStore.count(everyone),
    await memberStore.count(archivedOnes),
  ]
  return { ...live, archived: archived.unknown }
}

describe('an unknown profile that is idle for too long', () => {
  it('leaves the tables, and look-ups answer as before from the archive', async () => {
    const world = visitors()
    await world.send(...two)
    const before = await world.lookUp('anonymousId:c1')
    expect(await counts(world)).toEqual({ known: 0, unknown: 1, archived: 0 })
    world.at(29 * day)
    expect(await world.expire()).toMatchObject({ archived: 0 })
    world.at(31 * day)
    expect(await world.expire()).toMatchObject({ checked: 1, archived: 1, activities: 2, blobs: 1 })
    expect(activityRows(world)).toBe(0)
    expect(await counts(world)).toEqual({ known: 0, unknown: 0, archived: 1 })
    expect(unfinished(world.storage)).toEqual([])
    expect(world.storage.tables.due.rows()).toEqual([])
    const keys = ['anonymousId:c1', 'deviceId:d1', ...oldIds(before)]
    for (const key of keys) {
      const answer = await world.lookUp(key)
      expect(answer).toMatchObject({ archived: true, attributes: { plan: 'pro' } })
      expect(plain(answer)).toEqual(plain(before))
    }
  })

  it('answers the timeline from the archive by page, type and time', async () => {
    const world = visitors()
    for (const id of ['a', 'b', 'c', 'd']) {
      await world.send({ messageId: id, event: id < 'c' ? 'Early' : 'Late' })
      world.at((id.charCodeAt(0) - 96) * day)
    }
    world.at(60 * day)
    await world.expire()
    const read = (query: Parameters<Visitors['lookUp']>[1]) =>
      world.lookUp('anonymousId:cookie-1', query)
    const first = await read({ top: 3 })
    expect(first?.archived).toBe(true)
    expect(activityIds(first)).toEqual(['d', 'c', 'b'])
    const after = first?.activities?.nextLink?.slice('http://x/'.length)
    expect(activityIds(await read({ top: 3, after }))).toEqual(['a'])
    expect(activityIds(await read({ type: 'Early' }))).toEqual(['b', 'a'])
    const dayOf = (days: number) => world.now() - (60 - days) * day
    expect(activityIds(await read({ since: dayOf(1), until: dayOf(3) }))).toEqual(['c', 'b'])
  })

  it('comes back whole with her next event, under the same id', async () => {
    const world = visitors()
    await world.send(...two)
    const before = await world.lookUp('anonymousId:c1')
    world.at(100 * day)
    await world.expire()
    world.at(200 * day)
    await world.send({ messageId: 'c', anonymousId: 'c1' })
    const after = await world.lookUp('anonymousId:c1')
    expect(after).toMatchObject({ customerId: before?.customerId, activityCount: 3 })
    expect(after).not.toHaveProperty('archived')
    expect(activityIds(after).sort()).toEqual(['a', 'b', 'c'])
    expect(activityRows(world)).toBe(3)
    expect(await counts(world)).toEqual({ known: 0, unknown: 1, archived: 0 })
    world.at(231 * day)
    expect(await world.expire()).toMatchObject({ archived: 1, activities: 3 })
  })

  it('becomes known by the event that brings it back, and its old id is told', async () => {
    const world = visitors()
    await world.send(...two)
    const before = await world.lookUp('anonymousId:c1')
    world.at(40 * day)
    await world.expire()
    await world.send({ messageId: 'c', anonymousId: 'c1', userId: 'u1' })
    const after = await world.lookUp(`customerId:${before?.customerId ?? ''}`)
    expect(after).toMatchObject({ known: true, activityCount: 3 })
    expect(world.storage.changeFeed.published).toContainEqual(
      expect.objectContaining({ from: before?.customerId, to: after?.customerId }),
    )
    expect(await counts(world)).toEqual({ known: 1, unknown: 0, archived: 0 })
  })

  it('stays archived when what comes is a late duplicate', async () => {
    const world = visitors()
    await world.send(...two)
    world.at(40 * day)
    await world.expire()
    await world.send(...two)
    expect(await world.lookUp('anonymousId:c1')).toMatchObject({ archived: true, activityCount: 2 })
    expect(activityRows(world)).toBe(0)
  })

  it('is forgotten when its time in the archive is over; her node goes on', async () => {
    const world = visitors()
    await world.send(...two)
    world.at(31 * day)
    await world.expire()
    world.at((31 + 364) * day)
    expect(await world.expire()).toMatchObject({ forgotten: 0 })
    world.at((31 + 367) * day)
    const versions = await versionsOf(world)
    expect(await world.expire()).toMatchObject({ forgotten: 1 })
    expect(world.storage.archiveStore.blobs.size).toBe(0)
    expect(await world.lookUp('anonymousId:c1')).toBeUndefined()
    expect(await counts(world)).toEqual({ known: 0, unknown: 0, archived: 0 })
    expect(JSON.stringify(world.storage.tables.identities.rows())).not.toContain('pro')
    for (const [id, version] of await versionsOf(world)) {
      expect(version).toBeGreaterThanOrEqual(versions.get(id) ?? 0)
    }
    await world.send({ messageId: 'c', anonymousId: 'c1' })
    expect(await world.lookUp('anonymousId:c1')).toMatchObject({ activityCount: 1 })
  })

  it('that was brought back is not forgotten with the archive it was in', async () => {
    const world = visitors()
    await world.send(...two)
    world.at(31 * day)
    await world.expire()
    world.at(380 * day)
    await world.send({ messageId: 'c', anonymousId: 'c1' })
    world.at(400 * day)
    expect(await world.expire()).toMatchObject({ forgotten: 0 })
    expect(world.storage.archiveStore.blobs.size).toBe(0)
    expect(await world.lookUp('anonymousId:c1')).toMatchObject({ activityCount: 3 })
  })
})

describe('who stays', () => {
  it('is known, for ever', async () => {
    const world = visitors()
    await world.send({ messageId: 'a', anonymousId: 'c1', userId: 'u1' })
    world.at(1000 * day)
    expect(await world.expire()).toMatchObject({ checked: 0, archived: 0 })
    expect(await world.lookUp('anonymousId:c1')).not.toHaveProperty('archived')
  })

  it('has become known since: the entry of before goes', async () => {
    const world = visitors()
    await world.send({ messageId: 'a', anonymousId: 'c1' })
    await world.send({ messageId: 'b', anonymousId: 'c1', userId: 'u1' })
    world.at(40 * day)
    expect(await world.expire()).toMatchObject({ checked: 1, archived: 0 })
    expect(world.storage.tables.due.rows()).toEqual([])
  })

  it('was received lately, though what she did is long ago', async () => {
    const world = visitors()
    await world.send({ messageId: 'a', timestamp: '2020-01-01T00:00:00.000Z' })
    world.at(29 * day)
    expect(await world.expire()).toMatchObject({ archived: 0 })
    world.at(31 * day)
    expect(await world.expire()).toMatchObject({ archived: 1 })
  })

  it('came again since: her entry moves, one write for each period', async () => {
    const world = visitors()
    await world.send({ messageId: 'a' })
    world.at(20 * day)
    await world.send({ messageId: 'b' })
    world.at(31 * day)
    expect(await world.expire()).toMatchObject({ checked: 1, archived: 0 })
    expect(await world.expire()).toMatchObject({ checked: 0 })
    world.at(51 * day)
    expect(await world.expire()).toMatchObject({ checked: 1, archived: 1 })
  })

  it('shares the home of her activities with somebody who is not idle', async () => {
    const world = visitors()
    const device = { context: { device: { id: 'kiosk' } } }
    await world.send(
      { messageId: 'a', anonymousId: 'c1', ...device },
      { messageId: 'b', anonymousId: 'c2', ...device },
    )
    world.at(20 * day)
    await world.send({ messageId: 'c', anonymousId: 'c2', ...device })
    world.at(40 * day)
    expect(await world.expire()).toMatchObject({ archived: 0 })
    expect(activityIds(await world.lookUp('anonymousId:c1'))).toContain('a')
  })
})

function oldIds(answer: { previousCustomerIds: string[] } | undefined): string[] {
  const ids = answer?.previousCustomerIds ?? []
  expect(ids.length).toBeGreaterThan(0)
  return ids.map((id) => `customerId:${id}`)
}

async function versionsOf({ storage, context }: Visitors): Promise<Map<string, number>> {
  const ids = new Set(storage.tables.identities.rows().map(([partition]) => partition))
  const { nodeStore } = context()
  const versions = new Map<string, number>()
  for (const id of ids) versions.set(id, await nodeStore.readVersion(id as never))
  return versions
}
