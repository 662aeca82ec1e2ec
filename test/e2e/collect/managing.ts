import { expect, it } from 'vitest'
import { pollUntil } from '../../setup/poll-until.ts'
import { keys } from '../runtime.ts'
import { post, read, send } from './send.ts'

const instance = '/v1/instances/default'
const jobs = `${instance}/workflows/main/jobs`

interface Value {
  readonly value: readonly Record<string, unknown>[]
}

export interface State {
  readonly profiles: { readonly known: number; readonly unknown: number }
  readonly activities: number
  readonly events: Readonly<
    Record<'accepted' | 'applied' | 'duplicates' | 'rejected' | 'bots' | 'unowned', number>
  >
  readonly pendingBlobs: number
}

/** The state once every log blob is worked off. */
export async function settledState(url: string): Promise<State> {
  const state = async (): Promise<State> =>
    (await read(url, `${instance}/profilestore/stateinfo`)).json as State
  await pollUntil(async () => ((await state()).pendingBlobs === 0 ? true : undefined))
  // Its counts are read beside each other, so those of a moment later are those of the end.
  return state()
}

/** What tells operators how collect is doing. */
export function managingSuite(url: () => string): void {
  it('lists the instances, and knows no other', async () => {
    const { json } = await read(url(), '/v1/instances')
    expect(json).toEqual({ value: [{ instanceId: 'default', name: 'default' }] })
    for (const path of ['/profilestore/stateinfo', '/manage/events', '/manage/rejects']) {
      const answer = await read(url(), `/v1/instances/other${path}`, 'admin')
      expect(answer).toMatchObject({ status: 404, json: { error: { code: 'InstanceNotFound' } } })
    }
  })

  it('counts what was accepted, applied, sent twice, owned by nobody and refused', async () => {
    const before = await settledState(url())
    const call = { type: 'track', event: 'Seen', timestamp: '2026-01-01T00:00:00Z' }
    const batch = [
      { ...call, messageId: 'count-1', anonymousId: 'count-a' },
      { ...call, messageId: 'count-2', anonymousId: 'count-b', userId: 'count-u' },
      { ...call, messageId: 'count-1', anonymousId: 'count-a' },
      { ...call, messageId: 'count-3', anonymousId: 'null' },
      { ...call, messageId: 'count-4' },
      { type: 'x' },
    ]
    await post(url(), 'batch', { batch })
    await post(url(), 'batch', 'no JSON')
    const after = await settledState(url())
    const grown = (name: keyof State['events']): number => after.events[name] - before.events[name]
    expect({
      accepted: grown('accepted'),
      applied: grown('applied'),
      duplicates: grown('duplicates'),
      unowned: grown('unowned'),
      rejected: grown('rejected'),
      activities: after.activities - before.activities,
      known: after.profiles.known - before.profiles.known,
      unknown: after.profiles.unknown - before.profiles.unknown,
    }).toEqual({
      accepted: 4,
      applied: 2,
      duplicates: 1,
      unowned: 1,
      rejected: 3,
      activities: 2,
      known: 1,
      unknown: 1,
    })
  })

  it('shows refusals with their reasons, and calls as they come in', async () => {
    const since = new Date(Date.now() - 1).toISOString()
    const good = { type: 'track', event: 'Feed', messageId: 'feed-1', anonymousId: 'feed' }
    await post(url(), 'batch', { batch: [good, { type: 'page', messageId: 'feed-2' }] })
    await post(url(), 'batch', '{', { 'x-functions-key': 'backend-key' })

    const rejects = await read(url(), `${instance}/manage/rejects?since=${since}`, 'admin')
    const shown = (rejects.json as Value).value.map(({ code, messageId, source }) => [
      code,
      messageId,
      source,
    ])
    expect(shown).toEqual([
      ['InvalidJson', null, 'backend'],
      ['NoIdentifier', 'feed-2', 'web'],
    ])
    for (const { time, message } of (rejects.json as Value).value) {
      expect([typeof time, typeof message]).toEqual(['string', 'string'])
    }

    const feed = async (options: string): Promise<Value['value']> =>
      (
        (await read(url(), `${instance}/manage/events?since=${since}${options}`, 'admin'))
          .json as Value
      ).value
    expect(await feed('&status=accepted')).toMatchObject([
      {
        status: 'accepted',
        source: 'web',
        type: 'track',
        name: 'Feed',
        messageId: 'feed-1',
        identifiers: [{ namespace: 'anonymousId', value: 'feed' }],
      },
    ])
    expect(await feed('&status=rejected')).toMatchObject([
      { status: 'rejected', code: 'InvalidJson', reason: expect.any(String) as string },
      { status: 'rejected', code: 'NoIdentifier', messageId: 'feed-2' },
    ])
    expect(await feed('')).toHaveLength(3)
    expect(await feed('&top=2')).toHaveLength(2)
  })

  it.each([
    ['/manage/events?top=0', 'top'],
    ['/manage/events?status=x', 'status'],
    ['/manage/rejects?top=1001', 'top'],
    ['/manage/rejects?since=x', 'since'],
    ['/workflows/main/jobs?top=x', 'top'],
  ])('refuses the options of %s by name', async (path, target) => {
    const answer = await read(url(), `${instance}${path}`, 'admin')
    expect(answer).toMatchObject({ status: 400, json: { error: { target } } })
  })

  it('starts jobs and tells how they go', async () => {
    const ask = (path: string) => send(url(), path, { method: 'POST', headers: keys.admin })
    const started = await ask(`${jobs}?operationType=sweep`)
    expect(started).toMatchObject({
      status: 202,
      json: { operationType: 'sweep', status: 'running', progress: { done: 0 } },
    })
    const { jobId } = started.json as { jobId: string }
    const done = await pollUntil(async () => {
      const { json } = await read(url(), `${jobs}/${jobId}`, 'admin')
      return (json as { status: string }).status === 'running' ? undefined : json
    })
    expect(done).toMatchObject({ jobId, status: 'succeeded' })
    const list = await read(url(), jobs, 'admin')
    expect((list.json as Value).value.map((job) => job['jobId'])).toContain(jobId)
    expect(await ask(`${jobs}/${jobId}/cancel`)).toMatchObject({
      status: 200,
      json: { status: 'succeeded' },
    })
    for (const path of ['', '?operationType=nothing']) {
      const answer = await ask(`${jobs}${path}`)
      expect(answer).toMatchObject({ status: 400, json: { error: { target: 'operationType' } } })
    }
    expect(await read(url(), `${jobs}/nothing`, 'admin')).toMatchObject({ status: 404 })
  })

  it('says whether it is well, and more to whoever manages it', async () => {
    const { status, json } = await send(url(), '/health')
    expect({ status, json }).toMatchObject({ status: 200, json: { status: 'ok' } })
    expect(Object.keys(json as object).sort()).toEqual(['status', 'version'])
    const detailed = await read(url(), '/health', 'admin')
    expect(detailed.json).toMatchObject({
      failedBlobs: 0,
      dependencies: { tables: { status: 'ok' } },
    })
  })
}
