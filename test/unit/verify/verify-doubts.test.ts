import { describe, expect, it } from 'vitest'
import type { StoredRow } from '../../../shared/platform/azure/table.ts'
import { putDefinition, setActive } from '../../../shared/workspace/definitions.ts'
import { followWorkspace } from '../../../shared/workspace/follow-workspace.ts'
import { runJob } from '../../../shared/jobs/jobs.ts'
import { endOf, memoryDeployment, type MemoryDeployment } from '../rebuild/deployment.ts'
import { withStory } from '../rebuild/story.ts'
import { activity, bodyOf, change, kindsOf, only, put, remove, rowsOf, verified } from './damage.ts'
import { packJson } from '../../../shared/platform/azure/packed-json.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

async function withVisitors(most: number): Promise<MemoryDeployment> {
  const deployment = memoryDeployment()
  await deployment.receive(
    Array.from({ length: most }, (_, index) => ({
      call: aCall({ type: 'page', messageId: `p${index}`, anonymousId: `visitor-${index}` }),
    })),
  )
  return deployment
}

/** Carries out what a change of definitions asks for. */
async function followed(deployment: MemoryDeployment): Promise<void> {
  const work = await followWorkspace(await deployment.current())
  if (work === undefined) throw new Error('nothing to do')
  expect(await endOf(deployment, work.jobId)).toMatchObject({ status: 'succeeded' })
}

const isMessage =
  (messageId: string) =>
  (_row: StoredRow, body: Record<string, unknown>): boolean =>
    body['messageId'] === messageId

describe('verify', () => {
  it('counts each event of which nothing is known once', async () => {
    const deployment = await withVisitors(30)
    for (const place of rowsOf(deployment, 'messages', () => true)) {
      await remove(deployment, 'messages', place)
    }
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 30, extra: 30 })
  })

  it('tells of activities whose log blobs are all gone', async () => {
    const deployment = await withVisitors(3)
    deployment.storage.eventLog.blobs.clear()
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ extra: 3 })
  })

  it('comes to its end however much is wrong', async () => {
    const deployment = memoryDeployment()
    const { nodeIdOf } = await deployment.current()
    const isFirst = (value: string): boolean =>
      nodeIdOf({ namespace: 'anonymousId', value }).startsWith('0')
    const visitors = Array.from({ length: 1000 }, (_, index) => `v${index}`).filter(isFirst)
    await deployment.receive(
      visitors.map((anonymousId) => ({ call: aCall({ messageId: anonymousId, anonymousId }) })),
    )
    const isActivity = (_row: StoredRow, body: Record<string, unknown>): boolean =>
      'messageId' in body
    for (const { partition, row } of rowsOf(deployment, 'identities', isActivity)) {
      const body = bodyOf(row)
      const cells = packJson({ ...body, messageId: `made-up-${String(body['messageId'])}` })
      await put(deployment, 'identities', {
        ...{ partition, cells },
        rowKey: row.rowKey.replace(/.$/, 'x'),
      })
    }
    deployment.advance(60_000)
    const jobId = await deployment.start('verify')
    for (let turn = 0; turn < 5; turn += 1) {
      await runJob(await deployment.current(), jobId, (ms) => {
        deployment.advance(ms)
        return Promise.resolve()
      })
    }
    expect(visitors.length).toBeGreaterThan(40)
    expect(await deployment.job(jobId)).toMatchObject({
      status: 'succeeded',
      result: { differences: { extra: visitors.length, facts: visitors.length } },
    })
  })

  it('runs after a change of definitions that asks for nothing', async () => {
    const deployment = await withStory()
    const target = { kind: 'attributes', name: 'city' } as const
    const put = await putDefinition(await deployment.current(), target, { body: {} })
    expect(put.impact).toBe('recluster')
    await followed(deployment)
    const change = await putDefinition(await deployment.current(), target, {
      body: { public: true },
    })
    expect(change.impact).toBe('none')
    await deployment.minute()
    expect(kindsOf(await verified(deployment))).toEqual({})
  })

  it('finds nothing wrong with attributes that were declared for a time', async () => {
    const deployment = await withStory()
    const target = { kind: 'attributes', name: 'age' } as const
    await putDefinition(await deployment.current(), target, { body: { type: 'Edm.Int32' } })
    await followed(deployment)
    await deployment.receive([
      { call: aCall({ type: 'identify', messageId: 'a1', userId: 'ann', traits: { age: 3 } }) },
    ])
    await setActive(await deployment.current(), target, { active: false })
    await followed(deployment)
    expect(kindsOf(await verified(deployment))).toEqual({})
  })

  it('finds a hint that is gone, wherever it begins', async () => {
    const deployment = await withStory()
    const hinted = rowsOf(
      deployment,
      'identities',
      (_row, body) => Array.isArray(body['homes']) && body['homes'].length > 0,
    )
    expect(hinted.length).toBeGreaterThan(1)
    for (const place of hinted) {
      await change(deployment, 'identities', place, { homes: [] })
      expect(
        kindsOf(await verified(deployment)),
        JSON.stringify(bodyOf(place.row)['identifier']),
      ).not.toEqual({})
      await change(deployment, 'identities', place, {})
    }
  })

  it('finds a message that says something else of the copy that counts', async () => {
    const deployment = await withStory()
    const place = only(rowsOf(deployment, 'messages', isMessage('m1')))
    await change(deployment, 'messages', place, { receivedAt: 5 })
    expect(kindsOf(await verified(deployment))).toEqual({ changed: 1 })
  })

  it('finds an event that lost to a copy that is not in the log', async () => {
    const deployment = await withStory()
    const place = only(rowsOf(deployment, 'messages', isMessage('m1')))
    await change(deployment, 'messages', place, {
      receivedAt: 5,
      location: { blob: '2026-03-01/12/nowhere', index: 0 },
    })
    await remove(deployment, 'identities', activity(deployment, 'm1'))
    expect(kindsOf(await verified(deployment))).toMatchObject({ missing: 1 })
  })

  it('finds facts that lost an attribute, and links that say another time', async () => {
    const deployment = await withStory()
    const isHome = (member: string) => (_row: StoredRow, body: Record<string, unknown>) =>
      Array.isArray(body[member]) && body[member].length > 0 && 'homes' in body
    for (const place of rowsOf(deployment, 'identities', isHome('attributes'))) {
      await change(deployment, 'identities', place, { attributes: [] })
      expect(kindsOf(await verified(deployment))).toMatchObject({ facts: 1 })
      await change(deployment, 'identities', place, {})
    }
    for (const place of rowsOf(deployment, 'identities', isHome('links'))) {
      const links = (bodyOf(place.row)['links'] as { firstSeen: number }[]).map((link) => ({
        ...link,
        firstSeen: link.firstSeen - 1,
      }))
      await change(deployment, 'identities', place, { links })
      expect(kindsOf(await verified(deployment))).toMatchObject({ facts: 1 })
      await change(deployment, 'identities', place, {})
    }
    expect(kindsOf(await verified(deployment))).toEqual({})
  })

  it('finds a stub that leads to somebody else, and a row that owes something', async () => {
    const deployment = await withStory()
    const places = rowsOf(deployment, 'profiles', (_row, body) => 'content' in body)
    const contentOf = (place: (typeof places)[number]) =>
      bodyOf(place.row)['content'] as { kind: string; survivor?: string }
    const stub = places.find((place) => contentOf(place).kind === 'stub')
    const other = places.find(
      (place) =>
        contentOf(place).kind === 'profile' &&
        place.row.rowKey !== (stub && contentOf(stub).survivor),
    )
    if (stub === undefined || other === undefined) throw new Error('no such rows')
    await change(deployment, 'profiles', stub, {
      content: { kind: 'stub', survivor: other.row.rowKey },
    })
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1 })
    await change(deployment, 'profiles', stub, {
      owed: [
        { kind: 'idChange', from: stub.row.rowKey, to: other.row.rowKey, time: 1, version: 1 },
      ],
    })
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1 })
  })

  it('counts each wrong row once, however many are connected', async () => {
    const deployment = memoryDeployment()
    await deployment.receive(
      Array.from({ length: 60 }, (_, index) => ({
        call: aCall({ messageId: `m${index}`, anonymousId: `device-${index}`, userId: 'ann' }),
      })),
    )
    const isStub = (_row: StoredRow, { content }: Record<string, unknown>): boolean =>
      JSON.stringify(content ?? '').includes('"stub"')
    const stubs = rowsOf(deployment, 'profiles', isStub)
    for (const stub of stubs) {
      await change(deployment, 'profiles', stub, { content: { kind: 'detached' } })
    }
    expect(stubs).toHaveLength(5)
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 5 })
  })

  it('finds a count that is off by one, and a receipt that tells of more events', async () => {
    const deployment = await withStory()
    const isCount = ({ rowKey }: StoredRow): boolean => rowKey.includes('count')
    const [place] = rowsOf(deployment, 'members', isCount)
    if (place === undefined) throw new Error('no count')
    const { cells, rowKey } = place.row
    const name = 'known' in cells ? 'known' : 'unknown'
    const known = Number(cells[name]) + 1
    await put(deployment, 'members', { ...place, rowKey, cells: { ...cells, [name]: known } })
    expect(kindsOf(await verified(deployment))).toEqual({ count: 1 })
    const [receipt] = rowsOf(deployment, 'receipts', () => true)
    if (receipt === undefined) throw new Error('no receipt')
    const counters = bodyOf(receipt.row)['counters'] as { accepted: number }
    await change(deployment, 'receipts', receipt, {
      counters: { ...counters, accepted: counters.accepted + 1 },
    })
    expect(kindsOf(await verified(deployment))).toEqual({ count: 2 })
  })

  it('finds an identifier that stands under the id of another', async () => {
    const deployment = await withStory()
    const [node] = rowsOf(deployment, 'identities', (_row, body) => 'homes' in body)
    if (node === undefined) throw new Error('no node')
    const partition = `${node.partition.slice(0, -4)}0000`
    await put(deployment, 'identities', { partition, ...node.row })
    expect(kindsOf(await verified(deployment))).toMatchObject({ facts: 1 })
  })

  it('finds nothing wrong while somebody is always at work on a profile', async () => {
    const deployment = await withStory()
    deployment.advance(60_000)
    const jobId = await deployment.start('verify')
    let calls = 0
    const busy = async (): Promise<void> => {
      calls += 1
      await deployment.workOff()
      const call = aCall({ messageId: `busy-${calls}`, anonymousId: 'CookieID1' })
      deployment.storage.eventQueue.blobs.add(logCalls(deployment.storage, [{ call }]))
      const [...blobs] = deployment.storage.eventQueue.blobs
      const stopped = await deployment.current((name, work) => {
        if (name.startsWith('profiles.write')) throw new Error('it is slow')
        return work()
      })
      await unifyBlobs(stopped, blobs).catch(() => undefined)
    }
    await busy()
    await runJob(await deployment.current(), jobId, busy)
    expect(calls).toBeGreaterThan(3)
    const job = await deployment.job(jobId)
    expect(job).toMatchObject({ status: 'succeeded', result: { first: [] } })
  })

  it('finds nothing wrong with names that objects have', async () => {
    const deployment = memoryDeployment()
    const properties = JSON.parse('{"__proto__":{"a":1},"constructor":2}') as object
    const traits = JSON.parse('{"__proto__":{"a":1},"constructor":"x","toString":1}') as object
    await deployment.receive([
      { call: aCall({ messageId: '__proto__', anonymousId: '__proto__', properties }) },
      {
        call: aCall({
          ...{ type: 'identify', messageId: 'constructor', userId: 'constructor', traits },
        }),
      },
    ])
    expect(kindsOf(await verified(deployment))).toEqual({})
  })
})
