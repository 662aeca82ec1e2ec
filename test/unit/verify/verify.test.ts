import { describe, expect, it } from 'vitest'
import { packJson } from '../../../shared/platform/azure/packed-json.ts'
import type { StoredRow } from '../../../shared/platform/azure/table.ts'
import { putDefinition } from '../../../shared/workspace/definitions.ts'
import { putIdentity } from '../../../shared/workspace/identity-definition.ts'
import { dyingAt, endOf } from '../rebuild/deployment.ts'
import { withStory } from '../rebuild/story.ts'
import { activity, bodyOf, change, kindsOf, only, put, remove, rowsOf, verified } from './damage.ts'

describe('verify', () => {
  it('finds nothing wrong with what was worked off', async () => {
    const result = await verified(await withStory())
    expect(result).toEqual({
      ok: true,
      checked: {
        ...{ events: 8, activities: 6, forgotten: 0, rejected: 0, corrections: 0 },
        ...{ identifiers: 5, profiles: 3, members: 3 },
      },
      differences: {
        ...{ missing: 0, changed: 0, double: 0, extra: 0, correction: 0 },
        ...{ facts: 0, profile: 0, member: 0, count: 0 },
      },
      first: [],
      leftOut: 0,
    })
  })

  it('finds an event that is on no timeline', async () => {
    const deployment = await withStory()
    await remove(deployment, 'identities', activity(deployment, 'm1'))
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 1, facts: 1 })
    expect(result.first).toContainEqual(
      expect.objectContaining({ kind: 'missing', messageId: 'm1', line: 0 }),
    )
  })

  it('finds an event of which nothing is known', async () => {
    const deployment = await withStory()
    const isMessage = (_row: StoredRow, body: Record<string, unknown>): boolean =>
      body['messageId'] === 'm1'
    await remove(deployment, 'messages', only(rowsOf(deployment, 'messages', isMessage)))
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 1, extra: 1 })
  })

  it('finds an activity that says something else than the log', async () => {
    const deployment = await withStory()
    const place = activity(deployment, 'm1')
    await change(deployment, 'identities', place, { properties: { price: 1 } })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ changed: 1 })
    expect(result.first[0]?.['detail']).toContain('properties')
  })

  it('finds an activity that stands on a second timeline', async () => {
    const deployment = await withStory()
    const { row } = activity(deployment, 'm1')
    const { partition } = activity(deployment, 'b1')
    await put(deployment, 'identities', { partition, ...row })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ double: 1, facts: 1 })
  })

  it('finds an activity that is not in the log', async () => {
    const deployment = await withStory()
    const { partition, row } = activity(deployment, 'm1')
    const messageId = 'made-up'
    const body = { ...bodyOf(row), messageId }
    const rowKey = row.rowKey.replace(/.$/, 'x')
    await put(deployment, 'identities', { partition, rowKey, cells: packJson(body) })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ extra: 1, facts: 1 })
    expect(result.first).toContainEqual(expect.objectContaining({ kind: 'extra', messageId }))
  })

  it('finds a log blob that is gone', async () => {
    const deployment = await withStory()
    const [blob = ''] = [...deployment.storage.eventLog.blobs.keys()].sort()
    deployment.storage.eventLog.blobs.set(blob, new Uint8Array([1, 2, 3]))
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 1 })
    expect(result.first[0]).toMatchObject({ blob })
  })

  it('finds a profile that does not say what the facts say, and one that is missing', async () => {
    const deployment = await withStory()
    const isProfile = (_row: StoredRow, { content }: Record<string, unknown>): boolean =>
      JSON.stringify(content).includes('"city"')
    const place = only(rowsOf(deployment, 'profiles', isProfile))
    const { content } = bodyOf(place.row) as { content: { profile: object } }
    const profile = { ...content.profile, attributes: [] }
    await change(deployment, 'profiles', place, { content: { ...content, profile } })
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1 })
    await remove(deployment, 'profiles', place)
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1, member: 1 })
  })

  it('finds a row of an identifier of which nothing is known', async () => {
    const deployment = await withStory()
    const isStub = (_row: StoredRow, { content }: Record<string, unknown>): boolean =>
      JSON.stringify(content ?? '').includes('stub')
    const [stub] = rowsOf(deployment, 'profiles', isStub)
    if (stub === undefined) throw new Error('no stub')
    const rowKey = `${stub.partition}000000-0000-5000-8000-000000000000`
    await put(deployment, 'profiles', { ...stub, rowKey, cells: stub.row.cells })
    expect(kindsOf(await verified(deployment))).toEqual({ profile: 1 })
  })

  it('finds wrong members and wrong counts', async () => {
    const deployment = await withStory()
    const isIn = ({ cells }: StoredRow): boolean => cells['state'] === 'in'
    const [member] = rowsOf(deployment, 'members', isIn)
    if (member === undefined) throw new Error('no member')
    const { rowKey, cells } = member.row
    await put(deployment, 'members', { ...member, rowKey, cells: { ...cells, state: 'out' } })
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ member: 1, count: 1 })
    expect(result.first).toContainEqual(
      expect.objectContaining({ kind: 'member', segment: '_everyone', customerId: rowKey }),
    )
  })

  it('tells the first ten of each kind, and counts all', async () => {
    const deployment = await withStory()
    const calls = Array.from({ length: 30 }, (_, index) => ({
      call: { type: 'page', messageId: `p${index}`, anonymousId: `visitor-${index}` },
    }))
    await deployment.receive(calls)
    for (const { call } of calls) {
      await remove(deployment, 'identities', activity(deployment, call.messageId))
    }
    const result = await verified(deployment)
    expect(kindsOf(result)).toEqual({ missing: 30, facts: 30 })
    expect(result.first).toHaveLength(20)
  })

  it('goes on where a worker died', async () => {
    const deployment = await withStory()
    deployment.advance(60_000)
    const whole = await verified(deployment)
    const jobId = await deployment.start('verify')
    let turns = 0
    while ((await deployment.job(jobId)).status === 'running') {
      turns += 1
      const worker = dyingAt(40 + turns * 20)
      await deployment
        .turn(jobId, (name, call) => {
          deployment.advance(200)
          return worker.intercept(name, call)
        })
        .catch(() => undefined)
      deployment.advance(2 * 60_000)
    }
    expect(turns).toBeGreaterThan(3)
    expect((await deployment.job(jobId)).result).toEqual(whole)
  })

  it('waits until profiles are computed by the definitions that hold', async () => {
    const deployment = await withStory()
    await putIdentity(await deployment.current(), { body: { maxIdentifiers: 50 } })
    const job = await endOf(deployment, await deployment.start('verify'))
    expect(job).toMatchObject({ status: 'failed', result: { waitsFor: 'recluster' } })
  })

  it('waits for a rebuild that rows of changed attributes wait for', async () => {
    const deployment = await withStory()
    await putIdentity(await deployment.current(), { body: { visitGap: 5 } })
    expect(kindsOf(await verified(deployment))).toEqual({})
    const target = { kind: 'attributes', name: 'city' } as const
    await putDefinition(await deployment.current(), target, { body: { type: 'Edm.Int32' } })
    const job = await endOf(deployment, await deployment.start('verify'))
    expect(job).toMatchObject({ status: 'failed', result: { waitsFor: 'rebuild' } })
  })
})
