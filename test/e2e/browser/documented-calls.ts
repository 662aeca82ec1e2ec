import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import { pollUntil } from '../../setup/poll-until.ts'
import { sharedFolder } from '../../setup/shared-data.ts'
import { read } from '../collect/send.ts'
import { openShop } from './shop.ts'

interface LibraryCall {
  readonly call: string
  readonly args: readonly unknown[]
}

interface FeedItem {
  readonly status: 'accepted' | 'rejected'
  readonly messageId: string
  readonly type: string | null
  readonly code?: string
}

/** What the documentation of Segment and RudderStack shows as calls of the browser library. */
function documentedCalls(): LibraryCall[] {
  const folder = path.join(sharedFolder, 'data/segment-payloads')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jscalls.jsonl'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LibraryCall)
}

/** The library sends one batch after the other. */
const patience = { timeoutMs: 90_000, everyMs: 500 }

const driver = (cdnURL: string): string => `
  import { AnalyticsBrowser } from '@segment/analytics-next'
  const analytics = AnalyticsBrowser.load({ writeKey: 'local-write-key', cdnURL: '${cdnURL}' })
  // In their order: an identify holds for the calls after it. Answers the ids they are sent with.
  globalThis.run = async (calls) => {
    const contexts = await Promise.all(calls.map(({ call, args }) => analytics[call](...args)))
    return contexts.map(({ event }) => event.messageId)
  }`

export function documentedCallsSuite(url: () => string, browser: () => Browser): void {
  it('each one arrives, and is accepted but for one that lacks what its type needs', async () => {
    const calls = documentedCalls()
    expect(calls).toHaveLength(531)
    const shop = await openShop(browser(), { passerby: url(), program: driver(url()) })
    const sent = new Map<string, LibraryCall>()
    const ids = await shop.page.evaluate<string[]>(`run(${JSON.stringify(calls)})`)
    ids.forEach((id, index) => sent.set(id, calls[index] as LibraryCall))
    expect(sent.size).toBe(531)

    const arrived = await pollUntil(async () => {
      const { json } = await read(url(), '/v1/instances/default/manage/events?top=1000', 'admin')
      const items = (json as { value: FeedItem[] }).value
      const ours = items.filter(({ messageId }) => sent.has(messageId))
      return ours.length < sent.size ? undefined : ours
    }, patience)
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
    expect(arrived).toHaveLength(531)
    const refused = arrived.filter(({ status }) => status === 'rejected')
    expect(refused.map(({ code, messageId }) => [code, sent.get(messageId)])).toMatchObject([
      // The documentation forgot the group's id.
      ['InvalidCall', { call: 'group', args: [{ likes_movies: true }] }],
    ])
    const accepted = arrived.filter(({ status }) => status === 'accepted')
    for (const { type, messageId } of accepted) expect(type).toBe(sent.get(messageId)?.call)
  }, 120_000)
}
