import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { logBlobName } from '../../../shared/collect/event-log.ts'
import { tallyOf } from '../../../shared/collect/tally.ts'
import { eventsFeed, type Feed, type FeedQuery } from '../../../shared/lookup/events-feed.ts'
import { createNewId } from '../../../shared/platform/ids/new-id.ts'
import { interceptStorage } from '../../doubles/storage-calls.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type TestContext,
} from '../../doubles/test-context.ts'
import { aCall } from '../../factories/calls.ts'

/** A process that collects; several may share the storage. */
function aHost(storage = memoryStorage()) {
  const calls: string[] = []
  const wrap = interceptStorage((name, call) => {
    calls.push(name)
    return call()
  })
  const context = testContext(storage, wrap)
  return {
    storage,
    context,
    /** How often storage was asked so since the last time. */
    asked: (name: string) => calls.splice(0).filter((one) => one === name).length,
  }
}

const lineAt = (time: number, messageId: string): string =>
  JSON.stringify({
    receivedAt: new Date(time).toISOString(),
    source: 'web',
    call: aCall({ messageId }),
  })

/** Collects so many blobs of two calls, ten a second by the context's clock. */
async function flood(context: TestContext, blobs: number, id = 'm'): Promise<void> {
  for (let blob = 0; blob < blobs; blob += 1) {
    context.advance(100)
    const receivedAt = context.now()
    const lines = [0, 1].map((n) => lineAt(receivedAt, `${id}-${blob}-${n}`))
    await context.groupCommit.commit({ receivedAt, lines })
  }
}

const look = (context: TestContext, query: Partial<FeedQuery> = {}): Promise<Feed> =>
  eventsFeed(context, { since: 0, top: 10, perSecond: true, ...query })

const sinceOf = ({ resumeSince }: Feed): number => Date.parse(resumeSince)
const counted = ({ perSecond = [] }: Feed): number =>
  perSecond.reduce((sum, { accepted }) => sum + accepted, 0)
const ids = ({ value }: Feed) => value.map(({ messageId }) => messageId)

describe('after a flood', () => {
  it('only blobs that may hold what is answered are read, by any process', async () => {
    const { storage, context } = aHost()
    await flood(context, 400)
    const other = aHost(storage)
    other.context.advance(context.now() - testNow)
    const feed = await look(other.context, { top: 5 })
    expect(other.asked('log.read')).toBe(3)
    expect([feed.value.length, counted(feed)]).toEqual([5, 800])
    expect(feed.value[0]?.messageId).toMatch(/^m-399-/)
  })

  it('the process that wrote them reads none', async () => {
    const { context, asked } = aHost()
    await flood(context, 200)
    asked('')
    expect(counted(await look(context))).toBe(400)
    expect(asked('log.read')).toBe(0)
  })

  it('calls on either side of `since` are told apart within one blob', async () => {
    const { context } = aHost()
    await flood(context, 200)
    const since = context.now() - 5_000
    const group = [-1, 0, 1].map((ms) => ({
      receivedAt: since + ms,
      lines: [lineAt(since + ms, `${ms}`)],
    }))
    await Promise.all(group.map((receipt) => context.groupCommit.commit(receipt)))
    expect(counted(await look(context, { since }))).toBe(101)
  })

  it('the newest are found also in blobs whose names are older', async () => {
    const { storage, context } = aHost()
    await flood(context, 20)
    const now = context.now()
    const [early, late] = [now - 5, now].map((time) => logBlobName(time, createNewId(() => time)()))
    const put = (blob: string | undefined, times: readonly number[]) => {
      const receipts = times.map((time) => ({
        receivedAt: time,
        lines: [lineAt(time, `t${time}`)],
      }))
      const content = gzipSync(receipts.flatMap(({ lines }) => lines).join('\n'))
      return storage.eventLog.append(blob ?? '', content, tallyOf(receipts))
    }
    await put(early, [now + 1, now + 4])
    await put(late, [now + 2, now + 3])
    expect(ids(await look(context, { top: 3 }))).toEqual([4, 3, 2].map((ms) => `t${now + ms}`))
  })
})

describe('who follows a busy log', () => {
  it('sees each call of every process once in a while, and all are counted', async () => {
    const here = aHost()
    const there = aHost(here.storage)
    let since = sinceOf(await look(here.context))
    const seen = new Set<string | null>()
    const counts = new Map<string, number>()
    for (let second = 0; second < 60; second += 1) {
      await flood(here.context, 10, `here-${second}`)
      await flood(there.context, second < 40 ? 3 : 0, `there-${second}`)
      there.context.advance(here.context.now() - there.context.now())
      const feed = await look(here.context, { since, top: 10_000 })
      for (const id of ids(feed)) seen.add(id)
      for (const { time, accepted } of feed.perSecond ?? []) {
        counts.set(time, Math.max(accepted, counts.get(time) ?? 0))
      }
      since = sinceOf(feed)
    }
    expect(seen.size).toBe(60 * 20 + 40 * 6)
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(seen.size)
  })

  it('asks for few names at a look, however many there are', async () => {
    const { context, asked } = aHost()
    await flood(context, 300)
    let since = sinceOf(await look(context))
    for (let second = 0; second < 40; second += 1) {
      await flood(context, 10)
      asked('')
      const feed = await look(context, { since })
      expect(ids(feed)[0]).toBe('m-9-0')
      expect(asked('log.list')).toBeLessThanOrEqual(7)
      since = sinceOf(feed)
    }
  })

  it('finds what becomes visible late', async () => {
    const { storage, context } = aHost()
    await flood(context, 300)
    let since = sinceOf(await look(context))
    const time = context.now()
    const late = logBlobName(time, createNewId(() => time)())
    const seen = new Set<string | null>()
    for (let second = 0; second < 40; second += 1) {
      await flood(context, 10, `${second}`)
      if (second === 20) storage.eventLog.blobs.set(late, gzipSync(lineAt(time, 'late')))
      const feed = await look(context, { since, top: 10_000 })
      for (const id of ids(feed)) seen.add(id)
      since = sinceOf(feed)
    }
    expect(seen).toContain('late')
  })

  it('sees calls also when the clock was put back', async () => {
    const { storage, context } = aHost()
    await flood(context, 300)
    let since = sinceOf(await look(context))
    await flood(context, 40)
    since = sinceOf(await look(context, { since }))
    const other = aHost(storage)
    context.advance(-20_000)
    other.context.advance(context.now() - testNow)
    await flood(other.context, 1, 'back')
    context.advance(4_000)
    since = context.now() - 30_000
    expect(ids(await look(context, { since, top: 10_000 }))).toContain('back-0-0')
  })

  it('is told of storage that does not answer, and goes on when it does', async () => {
    const { storage, context } = aHost()
    await flood(context, 300)
    const since = sinceOf(await look(context))
    context.advance(3_000)
    const { listTallied } = storage.eventLog
    storage.eventLog.listTallied = () => Promise.reject(new Error('no log'))
    await expect(look(context, { since })).rejects.toThrow('no log')
    storage.eventLog.listTallied = listTallied
    expect(ids(await look(context, { since }))).toHaveLength(10)
  })
})
