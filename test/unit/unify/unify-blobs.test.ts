import { describe, expect, it } from 'vitest'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { readTimeline } from '../../../shared/lookup/read-timeline.ts'
import { ValidationError } from '../../../shared/platform/errors/errors.ts'
import { everyone } from '../../../shared/profiles/member-store.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext, testNow } from '../../doubles/test-context.ts'
import { aCall, logCalls, type LoggedInit } from '../../factories/calls.ts'

const minute = 60_000

async function unified(blobs: readonly (readonly LoggedInit[])[]) {
  const storage = memoryStorage()
  const context = testContext(storage)
  for (const calls of blobs) {
    const outcomes = await unifyBlobs(context, [logCalls(storage, calls)])
    expect([...outcomes.values()]).toEqual([{ kind: 'done' }])
  }
  return { storage, context }
}

const cookie = { namespace: 'anonymousId', value: 'cookie-1' }
const user = { namespace: 'userId', value: 'u1' }

describe('a visitor who identifies herself', () => {
  const before = { call: aCall() }
  const identify = {
    call: aCall({
      type: 'identify',
      messageId: 'm2',
      userId: 'u1',
      traits: { email: 'Ann@Example.com', firstName: 'Ann' },
      timestamp: '2026-03-01T11:00:00.000Z',
    }),
  }

  it('is unknown before, with a profile of her own', async () => {
    const { context } = await unified([[before]])
    const { profile } = await findProfile(context, cookie)
    expect(profile).toMatchObject({ known: false, activityCount: 1 })
    expect(await context.memberStore.count(everyone)).toEqual({ known: 0, unknown: 1 })
  })

  it('keeps her history, and every identifier and the old id find her', async () => {
    const { context } = await unified([[before], [identify]])
    const { profile } = await findProfile(context, user)
    const old = { namespace: 'customerId', value: context.nodeIdOf(cookie) }
    const mail = { namespace: 'email', value: ' ANN@example.com' }
    for (const other of [cookie, mail, old]) {
      expect((await findProfile(context, other)).profile).toEqual(profile)
    }
    expect(profile).toMatchObject({ known: true, activityCount: 2 })
    expect(profile.customerId).toBe(context.nodeIdOf(user))
    expect(await context.memberStore.count(everyone)).toEqual({ known: 1, unknown: 0 })
  })

  it('is told to subscribers as a change of id', async () => {
    const { storage, context } = await unified([[before], [identify]])
    expect(storage.changeFeed.published).toContainEqual(
      expect.objectContaining({
        kind: 'idChange',
        from: context.nodeIdOf(cookie),
        to: context.nodeIdOf(user),
      }),
    )
  })
})

describe('copies of a message', () => {
  it('count once, however often they come', async () => {
    const { storage, context } = await unified([
      [{ call: aCall() }, { call: aCall() }],
      [{ call: aCall() }],
    ])
    expect((await findProfile(context, cookie)).profile.activityCount).toBe(1)
    const receipts = await context.receiptStore.list('2026-03-01/12')
    const sum = (name: 'applied' | 'duplicates'): number =>
      receipts.reduce((total, { counters }) => total + (counters?.[name] ?? 0), 0)
    expect([sum('applied'), sum('duplicates')]).toEqual([1, 2])
    expect(unfinished(storage)).toEqual([])
  })

  it('give way to the one received first, also when it names another visitor', async () => {
    const late = { call: aCall({ anonymousId: 'cookie-2' }), receivedAt: testNow - minute }
    const early = { call: aCall(), receivedAt: testNow - 2 * minute }
    const { storage, context } = await unified([[late], [early]])
    expect((await findProfile(context, cookie)).profile.activityCount).toBe(1)
    await expect(
      findProfile(context, { namespace: 'anonymousId', value: 'cookie-2' }),
    ).rejects.toMatchObject({ code: 'ProfileNotFound' })
    expect(await context.memberStore.count(everyone)).toEqual({ known: 0, unknown: 1 })
    expect(unfinished(storage)).toEqual([])
    expect(canonicalState(storage)).toBe(canonicalState((await unified([[early], [late]])).storage))
  })
})

describe('copies of a message that name other visitors', () => {
  it('are one event also when they lie in one blob', async () => {
    const { storage, context } = await unified([
      [
        { call: aCall({ anonymousId: 'v1' }), receivedAt: testNow - minute },
        { call: aCall({ anonymousId: 'v2' }), receivedAt: testNow - 2 * minute },
        { call: aCall({ anonymousId: 'null' }), receivedAt: testNow - minute },
      ],
    ])
    const of = (value: string) => findProfile(context, { namespace: 'anonymousId', value })
    expect((await of('v2')).profile.activityCount).toBe(1)
    await expect(of('v1')).rejects.toMatchObject({ code: 'ProfileNotFound' })
    expect(unfinished(storage)).toEqual([])
  })

  it('may win late over more events than one transaction takes', async () => {
    const batch = (receivedAt: number, anonymousId: string): LoggedInit[] =>
      Array.from({ length: 150 }, (_, index) => ({
        receivedAt,
        call: aCall({ messageId: `m${index}`, anonymousId, timestamp: undefined }),
      }))
    const second = batch(testNow - minute, 'cookie-1')
    for (const first of ['cookie-1', 'cookie-2']) {
      const { storage, context } = await unified([second, batch(testNow - 2 * minute, first)])
      const home = { namespace: 'anonymousId', value: first }
      const { profile } = await findProfile(context, home)
      expect(profile).toMatchObject({ activityCount: 150, lastSeen: testNow - 2 * minute })
      expect(unfinished(storage)).toEqual([])
      expect(await context.memberStore.count(everyone)).toEqual({ known: 0, unknown: 1 })
    }
  })
})

describe('one visitor with many large events', () => {
  it('has them all on her timeline', async () => {
    const text = 'x'.repeat(30_000)
    const calls = Array.from({ length: 120 }, (_, index) => ({
      call: aCall({ messageId: `m${index}`, properties: { text } }),
    }))
    const { context } = await unified([calls])
    expect((await findProfile(context, cookie)).profile.activityCount).toBe(120)
  })
})

describe('attributes', () => {
  const identify = (messageId: string, time: string, traits: Record<string, unknown>) => ({
    call: aCall({ type: 'identify', messageId, traits, timestamp: `2026-03-01T${time}:00.000Z` }),
  })

  it('keep the most recent value by event time; null removes, a missing one does not', async () => {
    const { context } = await unified([
      [identify('a', '11:00', { plan: 'pro', city: null })],
      [identify('b', '10:00', { plan: 'free', city: 'Ulm', age: 7 })],
    ])
    const { attributes } = (await findProfile(context, cookie)).profile
    expect(attributes.map(({ name, value }) => [name, value])).toEqual([
      ['age', 7],
      ['plan', 'pro'],
    ])
  })

  it('take odd names as plain ones, but for `__proto__`, which no object can hold safely', async () => {
    const traits = JSON.parse('{"__proto__": {"x": 1}, "constructor": "c", "a b": 2}') as object
    const { context } = await unified([[identify('a', '11:00', { ...traits })]])
    const { attributes } = (await findProfile(context, cookie)).profile
    expect(attributes.map(({ name }) => name)).toEqual(['a_b', 'constructor'])
  })
})

describe('a timeline', () => {
  it('is paged newest first over all homes, ties in a stable order', async () => {
    const calls = Array.from({ length: 25 }, (_, index) => ({
      call: aCall({
        messageId: `m${index}`,
        anonymousId: `cookie-${index % 3}`,
        userId: 'u1',
        timestamp: new Date(testNow - (index >> 1) * minute - minute).toISOString(),
      }),
    }))
    const { context } = await unified([calls.slice(0, 9), calls.slice(9)])
    const { profile } = await findProfile(context, user)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await readTimeline(context, profile, { top: 4, after })
      seen.push(...page.activities.map(({ messageId }) => messageId))
      after = page.next
    } while (after !== undefined)
    const whole = await readTimeline(context, profile, { top: 100 })
    expect(seen).toEqual(whole.activities.map(({ messageId }) => messageId))
    expect(new Set(seen).size).toBe(25)
  })
})

describe('what cannot be worked off', () => {
  it('is one bad line, not its neighbours', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const blob = logCalls(storage, [
      { call: aCall() },
      { call: { type: 'nonsense' } },
      { call: aCall({ messageId: 'm2' }) },
    ])
    await unifyBlobs(context, [blob])
    expect((await findProfile(context, cookie)).profile.activityCount).toBe(2)
    expect((await context.receiptStore.read(blob))?.counters).toMatchObject({
      accepted: 3,
      applied: 2,
      rejected: 1,
    })
  })

  it('is an event that belongs to nobody: in the log, counted, on no timeline', async () => {
    const { storage, context } = await unified([[{ call: aCall({ anonymousId: 'null' }) }]])
    const [receipt] = await context.receiptStore.list('2026-03-01/12')
    expect(receipt?.counters).toMatchObject({ unowned: 1, refusedIdentifiers: { blocked: 1 } })
    expect(storage.tables.identities.rows()).toEqual([])
  })
})

describe('an identifier about which more is stored than a row can hold', () => {
  it('refuses its events with the reason; the others of the blob go on', async () => {
    const storage = memoryStorage()
    const tooLarge = new ValidationError({ code: 'RowRefused', message: 'The row is too large.' })
    const context = testContext(storage, {
      table: (table, name) => ({
        ...table,
        write: (partition, writes) =>
          name === 'identities' && partition === context.nodeIdOf(cookie)
            ? Promise.reject(tooLarge)
            : table.write(partition, writes),
      }),
    })
    const other = { namespace: 'anonymousId', value: 'cookie-2' }
    const blob = logCalls(storage, [
      { call: aCall() },
      { call: aCall({ messageId: 'm2', anonymousId: 'cookie-2' }) },
    ])
    expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
    expect((await findProfile(context, other)).profile.activityCount).toBe(1)
    expect((await context.receiptStore.read(blob))?.counters).toMatchObject({
      accepted: 2,
      applied: 1,
      rejected: 1,
    })
    expect(await context.rejectStore.latest({ top: 10, since: 0 })).toMatchObject([
      { code: 'RowRefused', messageId: 'm1' },
    ])
  })
})

describe('a batch under a workspace that holds no more', () => {
  it('gets no receipt, and is worked off again under the one that holds', async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const blob = logCalls(storage, [{ call: aCall({ anonymousId: 'a1' }) }])
    // The first look is at namespaces never seen before; the second one is before the receipts.
    let looks = 0
    const outdated = { ...context, isCurrent: () => Promise.resolve((looks += 1) < 2) }
    const outcomes = await unifyBlobs(outdated, [blob])
    expect(outcomes.get(blob)).toMatchObject({
      error: { code: 'WorkspaceChanged', retryable: true },
    })
    expect(await context.receiptStore.read(blob)).toBeUndefined()
    expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
    expect(await context.receiptStore.read(blob)).toMatchObject({ counters: { applied: 1 } })
  })
})
