import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { logBlobName } from '../../../shared/collect/event-log.ts'
import { eventsFeed, type FeedQuery } from '../../../shared/lookup/events-feed.ts'
import { createNewId } from '../../../shared/platform/ids/new-id.ts'
import { interceptStorage } from '../../doubles/storage-calls.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
} from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

const query = (init: Partial<FeedQuery> = {}): FeedQuery => ({
  since: 0,
  status: undefined,
  top: 10,
  ...init,
})

it('a blob or a line that cannot be read hides nothing else from the feed', async () => {
  const storage = memoryStorage()
  const older = logCalls(storage, [{ call: aCall({ messageId: 'old' }) }])
  const mixed = logCalls(storage, [{ call: aCall({ messageId: 'new' }) }])
  const line = JSON.stringify({
    receivedAt: new Date(testNow).toISOString(),
    source: 'web',
    call: aCall({ messageId: 'new' }),
  })
  storage.eventLog.blobs.set(mixed, gzipSync(`not json\n${line}`))
  storage.eventLog.blobs.set(older.replace('.ndjson', 'Z.ndjson'), Buffer.from('not gzip'))
  const feed = await eventsFeed(testContext(storage), query())
  expect(feed.value.map(({ messageId }) => messageId)).toEqual(['new', 'old'])
})

/** Puts a blob into the log as collect does: its name is made at the time of its calls, or later. */
function receive(storage: MemoryStorage, times: readonly number[], writtenAt = times.at(-1) ?? 0) {
  const lines = times.map((time) =>
    JSON.stringify({
      receivedAt: new Date(time).toISOString(),
      source: 'web',
      call: aCall({ messageId: `m${time}` }),
    }),
  )
  const name = logBlobName(writtenAt, createNewId(() => writtenAt)())
  storage.eventLog.blobs.set(name, gzipSync(lines.join('\n')))
}

function setUp() {
  const storage = memoryStorage()
  const calls: string[] = []
  const wrap = interceptStorage((name, call) => {
    calls.push(name)
    return call()
  })
  const context = testContext(storage, wrap)
  return { storage, context, calls }
}

describe('a look at the last moments', () => {
  it('finds what a look at all hours finds, also over the change of an hour', async () => {
    const { storage, context } = setUp()
    // The tests' clock stands at a full hour.
    const times = [-200_000, -61_000, -40_000, -2_000, -500, 0].map((ago) => testNow + ago)
    for (const time of times) receive(storage, [time])
    for (const since of [...times, testNow - 30_000, testNow - 3_600_000]) {
      const { value } = await eventsFeed(context, query({ since }))
      const wanted = times.filter((time) => time > since).reverse()
      expect(value.map(({ messageId }) => messageId)).toEqual(wanted.map((time) => `m${time}`))
    }
  })

  it('finds a call whose blob was written later than it came', async () => {
    const { storage, context } = setUp()
    receive(storage, [testNow - 4_000, testNow - 100], testNow + 50)
    const { value } = await eventsFeed(context, query({ since: testNow - 5_000 }))
    expect(value).toHaveLength(2)
  })

  it('reads each blob once, however often it is asked for', async () => {
    const { storage, context, calls } = setUp()
    receive(storage, [testNow - 2_000])
    receive(storage, [testNow - 1_000])
    const recent = query({ since: testNow - 5_000 })
    const first = await eventsFeed(context, recent)
    expect(await eventsFeed(context, recent)).toEqual(first)
    expect(calls.filter((name) => name === 'log.read')).toHaveLength(2)
    expect(calls).not.toContain('log.hours')
  })
})

describe('counts', () => {
  const second = (time: number) => new Date(time).toISOString()

  it('are of all calls of the last minute, however few are answered', async () => {
    const { storage, context } = setUp()
    receive(storage, [testNow - 70_000])
    receive(storage, [testNow - 2_000, testNow - 1_999, testNow - 1_001])
    receive(storage, [testNow - 1_000])
    await context.rejectStore.add([
      {
        time: testNow - 1_500,
        ...{ code: 'NoIdentifier', message: 'why', source: 'web' },
        ...{ messageId: undefined, type: 'page', name: 'Home' },
      },
    ])
    const feed = await eventsFeed(context, query({ top: 1, perSecond: true }))
    expect(feed).toMatchObject({
      asOf: second(testNow),
      value: [{ messageId: `m${testNow - 1000}` }],
    })
    expect(feed.perSecond).toEqual([
      { time: second(testNow - 2_000), accepted: 3, rejected: 1 },
      { time: second(testNow - 1_000), accepted: 1, rejected: 0 },
    ])
  })

  it('begin behind `since` and follow the wanted status', async () => {
    const { storage, context } = setUp()
    receive(storage, [testNow - 2_000, testNow - 1_999])
    const since = testNow - 2_000
    const counted = async (status: FeedQuery['status']) =>
      (await eventsFeed(context, query({ since, status, perSecond: true }))).perSecond
    expect(await counted(undefined)).toEqual([{ time: second(since), accepted: 1, rejected: 0 }])
    expect(await counted('rejected')).toEqual([])
  })

  it('are left out where nobody asks for them', async () => {
    const { context } = setUp()
    const answer = { value: [], asOf: second(testNow), resumeSince: second(testNow - 30_000) }
    expect(await eventsFeed(context, query())).toEqual(answer)
  })
})

it('tells of each identifier whether it identifies anybody, and why not', async () => {
  const storage = memoryStorage()
  const call = aCall({ messageId: 'm', anonymousId: 'cookie', userId: 'null' })
  const many = aCall({
    messageId: 'many',
    anonymousId: 'cookie',
    context: { externalIds: Array.from({ length: 20 }, (_, id) => ({ type: 'crm', id })) },
  })
  logCalls(storage, [{ call }, { call: many }])
  const { value } = await eventsFeed(testContext(storage), { since: 0, top: 10 })
  const entry = (id: string) => value.find(({ messageId }) => messageId === id)
  expect(entry('m')).toMatchObject({
    identifiers: [{ namespace: 'anonymousId', value: 'cookie' }],
    ignored: [{ namespace: 'userId', value: 'null', reason: 'blocked' }],
  })
  expect(entry('many')?.identifiers).toEqual([])
  expect(entry('many')?.ignored).toHaveLength(21)
  expect(entry('many')?.ignored[0]).toMatchObject({ reason: 'tooMany' })
})
