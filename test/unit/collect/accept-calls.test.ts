import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { acceptCalls } from '../../../shared/collect/accept-calls.ts'
import { listRejects } from '../../../shared/lookup/list-rejects.ts'
import { eventsFeed } from '../../../shared/lookup/events-feed.ts'
import { stateInfo } from '../../../shared/lookup/state-info.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall } from '../../factories/calls.ts'

function setUp() {
  const storage = memoryStorage()
  const context = testContext(storage)
  const accept = (body: unknown) =>
    acceptCalls(context, { readBody: async () => body, type: undefined, source: 'web' })
  const lines = (): unknown[] =>
    [...storage.eventLog.blobs.values()].flatMap((blob) =>
      gunzipSync(blob)
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    )
  return { storage, context, accept, lines }
}

const bad = { type: 'track', event: 'x', messageId: 'bad' }

describe('calls that come in one request', () => {
  it('stand in the log with the time of receipt and the source, and are announced', async () => {
    const { storage, accept, lines } = setUp()
    const calls = [aCall(), aCall({ messageId: 'm2', receivedAt: '1999-01-01T00:00:00Z' })]
    expect(await accept({ batch: calls })).toEqual({ accepted: 2, rejected: [], isBatch: true })
    const head = { receivedAt: '2026-03-01T12:00:00.000Z', source: 'web' }
    expect(lines()).toEqual(calls.map((call) => ({ ...head, call })))
    expect([...storage.eventQueue.blobs]).toEqual([...storage.eventLog.blobs.keys()])
  })

  it('are judged one by one', async () => {
    const { accept, lines } = setUp()
    expect(await accept({ batch: [bad, aCall(), 7] })).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 0, code: 'NoIdentifier', messageId: 'bad' },
        { index: 2, code: 'InvalidCall' },
      ],
    })
    expect(lines()).toHaveLength(1)
  })

  it('leave the log alone when none is accepted', async () => {
    const { storage, accept } = setUp()
    expect(await accept({ batch: [bad] })).toMatchObject({ accepted: 0 })
    expect(await accept({ batch: [] })).toMatchObject({ accepted: 0, rejected: [] })
    expect(storage.eventLog.blobs.size).toBe(0)
  })
})

describe('refusals', () => {
  it('are found by whoever looks after the senders, with the reason', async () => {
    const { context, accept } = setUp()
    await accept({ batch: [bad, aCall()] })
    const [reject] = await listRejects(context, { top: 10, since: 0 })
    expect(reject).toMatchObject({
      time: '2026-03-01T12:00:00.000Z',
      code: 'NoIdentifier',
      messageId: 'bad',
      source: 'web',
    })
    const feed = await eventsFeed(context, { top: 10, since: 0, status: undefined })
    expect(feed.value.map(({ status, messageId }) => [status, messageId]).sort()).toEqual([
      ['accepted', 'm1'],
      ['rejected', 'bad'],
    ])
  })

  it('tell type and name of the call, cut, and no identifiers', async () => {
    const { context, accept } = setUp()
    const nobody = { anonymousId: undefined, userId: undefined }
    await accept({
      batch: [
        { ...aCall({ event: `\ud83d${'x'.repeat(300)}` }), ...nobody },
        { type: 'page', name: 'Home' },
        { type: 'trak', event: 'Seen', userId: 'ann' },
        { type: 7, event: {} },
        7,
      ],
    })
    const { value } = await eventsFeed(context, { top: 10, since: 0, status: 'rejected' })
    const shown = value.map(({ type, name, identifiers }) => ({ type, name, identifiers }))
    expect(shown).toHaveLength(5)
    expect(shown).toEqual(
      expect.arrayContaining([
        { type: 'track', name: `\ufffd${'x'.repeat(199)}`, identifiers: [] },
        { type: 'page', name: 'Home', identifiers: [] },
        { type: 'trak', name: 'Seen', identifiers: [] },
        { type: null, name: null, identifiers: [] },
      ]),
    )
  })

  it('of a body that cannot be read tell the type of the address', async () => {
    const { context } = setUp()
    const request = { readBody: async () => [], type: 'track', source: 'web' } as const
    await expect(acceptCalls(context, request)).rejects.toMatchObject({ code: 'InvalidCall' })
    expect(await listRejects(context, { top: 10, since: 0 })).toMatchObject([
      { code: 'InvalidCall', type: 'track', name: null },
    ])
  })

  it('are counted at once, all of them, though only some are kept', async () => {
    const { context, accept } = setUp()
    await accept({ batch: Array.from({ length: 250 }, () => bad) })
    expect(await listRejects(context, { top: 1000, since: 0 })).toHaveLength(100)
    expect(await stateInfo(context)).toMatchObject({ events: { rejected: 250 } })
  })

  it('of a whole request are found and counted too', async () => {
    const { context, accept } = setUp()
    await expect(accept({ batch: 'x' })).rejects.toMatchObject({ code: 'InvalidCall' })
    expect(await listRejects(context, { top: 10, since: 0 })).toMatchObject([
      { code: 'InvalidCall', messageId: null, source: 'web' },
    ])
    expect(await stateInfo(context)).toMatchObject({ events: { rejected: 1 } })
  })

  it('do not fail the request when they cannot be noted', async () => {
    const storage = memoryStorage()
    const context = testContext(storage, {
      table: (table, name) =>
        name === 'rejects' || name === 'metrics'
          ? { ...table, write: () => Promise.reject(new Error('no table')) }
          : table,
    })
    const readBody = async () => ({ batch: [bad, aCall()] })
    const outcome = await acceptCalls(context, { readBody, type: undefined, source: 'web' })
    expect(outcome).toMatchObject({ accepted: 1, rejected: [{ code: 'NoIdentifier' }] })
  })
})
