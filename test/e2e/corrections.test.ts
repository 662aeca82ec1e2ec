import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pollUntil } from '../setup/poll-until.ts'
import { post, read, send } from './collect/send.ts'
import { keys, startRuntime, type Runtime } from './runtime.ts'

const corrections = '/v1/instances/default/manage/identity/corrections'

interface Profile {
  readonly customerId: string
  readonly known: boolean
  readonly activityCount: number
  readonly attributes: Record<string, unknown>
  readonly activities: { readonly value: readonly { readonly activityId: string }[] }
}

interface Correction {
  readonly id: string
  readonly by: string
  readonly undone: { readonly by: string } | null
}

describe('corrections over HTTP', () => {
  let runtime: Runtime
  beforeAll(async () => {
    runtime = await startRuntime({
      environment: { PASSERBY_ADMIN_KEYS: 'ann:local-admin-key,bob:local-admin-key-2' },
    })
  })
  afterAll(() => runtime.dispose())

  const correct = (body: unknown) =>
    send(runtime.url, corrections, {
      method: 'POST',
      headers: keys.admin,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const made = async (body: object): Promise<Correction> => {
    const answer = await correct({ reason: 'a test', ...body })
    expect(answer.status, answer.text).toBe(201)
    return answer.json as Correction
  }
  const undo = (id: string, key = 'local-admin-key-2') =>
    send(runtime.url, `${corrections}/${id}`, {
      method: 'DELETE',
      headers: { 'x-functions-key': key },
    })
  const profile = async (key: string): Promise<Profile | undefined> => {
    const { status, json } = await read(runtime.url, `/v1/profiles/${key}?include=activities`)
    return status === 200 ? (json as Profile) : undefined
  }
  /** The messages on the timelines of these identifiers, once they are as expected. */
  const expectTimelines = (expected: Record<string, readonly string[]>) =>
    pollUntil(async () => {
      const found: Record<string, readonly string[]> = {}
      for (const key of Object.keys(expected)) {
        const { activities } = (await profile(key)) ?? { activities: { value: [] } }
        found[key] = activities.value.map(({ activityId }) => activityId).sort()
      }
      return JSON.stringify(found) === JSON.stringify(expected) ? true : undefined
    }).catch(async () => {
      for (const key of Object.keys(expected)) expect([key, await profile(key)]).toEqual(expected)
    })

  it('takes a device from a person, gives each side back what it had, and undoes that', async () => {
    const batch = [
      {
        type: 'page',
        messageId: 'd-1',
        anonymousId: 'd-tablet',
        timestamp: '2026-01-01T10:00:00Z',
      },
      {
        ...{ type: 'identify', messageId: 'd-2', anonymousId: 'd-tablet', userId: 'd-ann' },
        ...{ timestamp: '2026-01-01T10:01:00Z', traits: { plan: 'pro' } },
      },
      {
        ...{ type: 'identify', messageId: 'd-3', anonymousId: 'd-tablet' },
        ...{ timestamp: '2026-01-01T10:02:00Z', traits: { size: 'M' } },
      },
    ]
    await post(runtime.url, 'batch', { batch })
    const together = ['d-1', 'd-2', 'd-3']
    await expectTimelines({ 'anonymousId:d-tablet': together, 'userId:d-ann': together })
    const before = await profile('userId:d-ann')
    expect(before?.attributes).toEqual({ plan: 'pro', size: 'M' })

    const correction = await made({ type: 'detach', a: 'anonymousId:d-tablet' })
    await expectTimelines({ 'anonymousId:d-tablet': ['d-1', 'd-3'], 'userId:d-ann': ['d-2'] })
    expect((await profile('userId:d-ann'))?.attributes).toEqual({ plan: 'pro' })
    const tablet = await profile('anonymousId:d-tablet')
    expect(tablet).toMatchObject({ known: false, attributes: { size: 'M' } })
    expect(await profile(`customerId:${tablet?.customerId ?? ''}`)).toEqual(tablet)

    expect(await undo(correction.id)).toMatchObject({
      status: 200,
      json: { undone: { by: 'bob' } },
    })
    await expectTimelines({ 'anonymousId:d-tablet': together, 'userId:d-ann': together })
    const { evaluatedAt: _before, ...was } = before as Profile & { evaluatedAt: string }
    expect(await profile('userId:d-ann')).toMatchObject(was)
    expect(await profile(`customerId:${tablet?.customerId ?? ''}`)).toMatchObject(was)

    await made({ type: 'detach', a: 'anonymousId:d-tablet' })
    await expectTimelines({ 'userId:d-ann': ['d-2'] })
    await post(runtime.url, 'track', {
      ...{ messageId: 'd-4', event: 'Seen', anonymousId: 'd-tablet', userId: 'd-ann' },
    })
    await expectTimelines({ 'anonymousId:d-tablet': [...together, 'd-4'] })
  })

  it('makes one of two, also before either was seen, and two of one', async () => {
    const always = await made({ type: 'alwaysMatch', a: 'email:J@x.example', b: 'userId:j-joe' })
    await post(runtime.url, 'page', { messageId: 'j-1', userId: 'j-joe' })
    await expectTimelines({ 'email:j@x.example': ['j-1'], 'userId:j-joe': ['j-1'] })
    await post(runtime.url, 'identify', { messageId: 'j-2', traits: { email: 'j@x.example' } })
    await expectTimelines({ 'userId:j-joe': ['j-1', 'j-2'] })
    await undo(always.id)
    await expectTimelines({ 'userId:j-joe': ['j-1'], 'email:j@x.example': ['j-2'] })

    await post(runtime.url, 'identify', {
      ...{ messageId: 'j-3', userId: 'j-joe', traits: { email: 'j@x.example' } },
    })
    await expectTimelines({ 'email:j@x.example': ['j-1', 'j-2', 'j-3'] })
    const never = await made({ type: 'neverMatch', a: 'userId:j-joe', b: 'email:j@x.example' })
    await expectTimelines({ 'userId:j-joe': ['j-1', 'j-3'], 'email:j@x.example': ['j-2'] })
    await undo(never.id)
    await expectTimelines({ 'userId:j-joe': ['j-1', 'j-2', 'j-3'] })
    await made({ type: 'exclude', a: 'userId:j-joe', b: 'email:j@x.example' })
    await expectTimelines({ 'userId:j-joe': ['j-1', 'j-3'], 'email:j@x.example': ['j-2'] })
  })

  it('explains who is one person, why others are not, and how it came about', async () => {
    const explain = async (path: string) =>
      (await read(runtime.url, `/v1/${path}`)).json as Record<string, unknown>
    const day = (n: number) => `2026-02-0${n}T10:00:00.000Z`
    await post(runtime.url, 'page', {
      ...{ messageId: 'e-1', anonymousId: 'e-1', timestamp: day(1) },
    })
    await expectTimelines({ 'anonymousId:e-1': ['e-1'] })
    const identify = { type: 'identify', traits: { email: 'e@x.example' } }
    await post(runtime.url, 'batch', {
      batch: [
        { ...identify, messageId: 'e-2', anonymousId: 'e-1', userId: 'e-ann', timestamp: day(2) },
        { type: 'page', messageId: 'e-3', userId: 'e-bob', timestamp: day(2) },
        { ...identify, messageId: 'e-4', userId: 'e-bob', timestamp: day(3) },
      ],
    })
    await expectTimelines({ 'userId:e-ann': ['e-1', 'e-2'], 'userId:e-bob': ['e-3', 'e-4'] })
    const link = (a: string, b: string, messageId: string, n: number) => ({
      ...{ a, b, firstSeen: day(n), lastSeen: day(n) },
      evidence: [{ messageId, time: day(n) }],
    })
    const held = link('anonymousId:e-1', 'userId:e-ann', 'e-2', 2)
    const limit = { reason: 'limit', namespace: 'userId', limit: 1 }
    const taken = { a: 'email:e@x.example', b: 'userId:e-ann', ...limit }
    const ann = await explain('profiles/userId:e-ann/identity')
    expect(ann).toMatchObject({
      customerId: (await profile('userId:e-ann'))?.customerId,
      identifiers: [{ value: 'e-ann' }, { value: 'e-1' }],
      links: [held],
      detached: [],
    })
    expect(ann['refused']).toEqual(expect.arrayContaining([expect.objectContaining(taken)]))
    const [merged, created] = ann['history'] as Record<string, unknown>[]
    expect(merged).toMatchObject({ change: 'merged', because: { messageIds: ['e-2'] } })
    expect(created).toMatchObject({ change: 'created', from: [], because: { messageIds: ['e-1'] } })
    expect(await explain('identity?namespace=userId&value=e-ann')).toEqual(ann)
    expect(await explain(`profiles/customerId:${String(ann['customerId'])}/identity`)).toEqual(ann)

    expect(await explain('profiles/userId:e-ann/identity?with=anonymousId:e-1')).toEqual({
      ...{ same: true, path: [held], blockedBy: [] },
    })
    expect(await explain('profiles/userId:e-ann/identity?with=userId:e-bob')).toMatchObject({
      ...{ same: false, path: [], blockedBy: [taken] },
    })
    expect(await explain('profiles/userId:e-ann/identity?with=userId:l-1')).toMatchObject({
      ...{ same: false, path: [], blockedBy: [] },
    })
    const never = await made({ type: 'neverMatch', a: 'userId:e-ann', b: 'userId:l-1' })
    await pollUntil(async () => {
      const { blockedBy } = await explain('profiles/userId:l-1/identity?with=userId:e-ann')
      return JSON.stringify(blockedBy).includes(never.id) ? true : undefined
    })
    const detach = await made({ type: 'detach', a: 'anonymousId:e-1' })
    await expectTimelines({ 'userId:e-ann': ['e-2'] })
    const cookie = await explain('profiles/anonymousId:e-1/identity')
    expect(cookie['refused']).toMatchObject([{ reason: 'detached', correctionId: detach.id }, {}])
    expect(cookie['history']).toMatchObject([
      { change: 'split', from: [ann['customerId']], because: { correctionId: detach.id } },
      { change: 'created' },
    ])
    expect(await read(runtime.url, '/v1/profiles/userId:never-seen/identity')).toMatchObject({
      ...{ status: 404, json: { error: { code: 'ProfileNotFound' } } },
    })
    expect(await read(runtime.url, '/v1/profiles/userId:e-ann/identity?with=x')).toMatchObject({
      ...{ status: 400, json: { error: { target: 'with' } } },
    })
  })

  it('tells who said what, and who undid it', async () => {
    const said = { type: 'neverMatch', a: 'userId:l-1', b: 'userId:l-2', reason: ' twins ' }
    const first = await made(said)
    const second = await made({ ...said, by: 'Carla of support' })
    expect(first).toMatchObject({ ...said, reason: 'twins', by: 'ann', undone: null })
    expect(second.by).toBe('Carla of support')
    expect(await undo(first.id, 'local-admin-key')).toMatchObject({
      json: { undone: { by: 'ann' } },
    })
    // Undoing again changes nothing, not even who did it.
    expect(await undo(first.id)).toMatchObject({ status: 200, json: { undone: { by: 'ann' } } })
    const list = await read(runtime.url, `${corrections}?top=1`, 'admin')
    const { value, nextLink } = list.json as { value: Correction[]; nextLink: string }
    expect(value).toEqual([second])
    const { pathname, search } = new URL(nextLink)
    const rest = (await read(runtime.url, pathname + search, 'admin')).json
    expect(rest).toMatchObject({ value: [{ id: first.id, undone: { by: 'ann' } }] })
    expect(await read(runtime.url, `${corrections}/${second.id}`, 'admin')).toMatchObject({
      status: 200,
      json: second,
    })
  })

  it('does not show among the calls, and counts as none', async () => {
    const feed = await read(runtime.url, '/v1/instances/default/manage/events?top=1000', 'admin')
    const { value } = feed.json as { value: { messageId: string | null }[] }
    expect(value.length).toBeGreaterThan(5)
    expect(value.filter(({ messageId }) => messageId === null)).toEqual([])
    const state = await pollUntil(async () => {
      const { json } = await read(runtime.url, '/v1/instances/default/profilestore/stateinfo')
      const info = json as { pendingBlobs: number; events: { accepted: number } }
      return info.pendingBlobs === 0 ? info : undefined
    })
    expect(state).toMatchObject({ events: { accepted: value.length, rejected: 0 } })
  })

  const ok = { type: 'neverMatch', a: 'userId:x', b: 'userId:y', reason: 'r' }
  it.each([
    ['no object', 7, ''],
    ['an unknown type', { ...ok, type: 'held' }, '/type'],
    ['nothing', {}, '/type'],
    ['no first identifier', { ...ok, a: undefined }, '/a'],
    ['no namespace', { ...ok, a: 'x' }, '/a'],
    ['a namespace that is none', { ...ok, a: '9x:y' }, '/a'],
    ['a CustomerId', { ...ok, a: 'customerId:9b2f1a40-0000-4000-8000-000000000000' }, '/a'],
    ['a blocked identifier', { ...ok, b: 'userId:null' }, '/b'],
    ['the same twice', { ...ok, a: 'email:A@b.c', b: 'email:a@B.c' }, '/b'],
    ['no second identifier', { ...ok, b: undefined }, '/b'],
    ['a second one to detach', { ...ok, type: 'detach' }, '/b'],
    ['an empty reason', { ...ok, reason: ' ' }, '/reason'],
    ['no reason', { ...ok, reason: undefined }, '/reason'],
    ['what it does not know', { ...ok, note: 'x' }, '/note'],
  ])('refuses %s', async (_what, body, target) => {
    const { status, json } = await correct(body)
    expect({ status, json }).toMatchObject({
      status: 400,
      json: { error: { code: 'InvalidCorrection', target } },
    })
  })

  it('refuses what it cannot read, what it does not know, and keys that may not', async () => {
    expect(await correct('{')).toMatchObject({
      status: 400,
      json: { error: { code: 'InvalidJson' } },
    })
    const unknown = { status: 404, json: { error: { code: 'CorrectionNotFound' } } }
    for (const id of ['nothing', 'a%2Fb%23%3F']) {
      expect(await undo(id)).toMatchObject(unknown)
      expect(await read(runtime.url, `${corrections}/${id}`, 'admin')).toMatchObject(unknown)
    }
    expect(await read(runtime.url, corrections)).toMatchObject({ status: 403 })
    expect(await read(runtime.url, `${corrections}?after=x`, 'admin')).toMatchObject({
      status: 400,
      json: { error: { target: 'after' } },
    })
  })
})
