import { describe, expect, it } from 'vitest'
import { undoOf, type Correction } from '../../../shared/identity/correction.ts'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import type { Context } from '../../../shared/workspace/context.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { faultyCalls, interceptStorage, type Fault } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { aCall, logCalls, type CallInit, type LoggedFact } from '../../factories/calls.ts'

/** A context of a workspace where a link may change so many known profiles. */
function holding(
  storage: MemoryStorage,
  holdOver: number,
  wrap?: Parameters<typeof testContext>[1],
): Context {
  const context = testContext(storage, wrap)
  return { ...context, identity: { ...context.identity, holdOver } }
}

async function unify(
  context: Context,
  storage: MemoryStorage,
  ...lines: (CallInit | LoggedFact)[]
): Promise<void> {
  const logged = lines.map((line) =>
    'fact' in line ? (line as LoggedFact) : { call: aCall({ ...line }) },
  )
  const blob = logCalls(storage, logged)
  expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
}

/** The blobs that were written to the log meanwhile, as unify gets them. */
async function followLog(context: Context, storage: MemoryStorage): Promise<void> {
  for (const blob of storage.eventLog.blobs.keys()) await unifyBlobs(context, [blob])
}

const idOf = async (context: Context, namespace: string, value: string) =>
  (await findProfile(context, { namespace, value })).profile.customerId

const visits = [
  { messageId: 'a', userId: 'u1', anonymousId: null, type: 'identify', traits: { email: 'a@b.c' } },
  { messageId: 'b', userId: 'u2', anonymousId: null, type: 'identify', traits: { plan: 'pro' } },
]
/** Her e-mail changes hands: two known profiles change. */
const move = {
  ...{ messageId: 'c', userId: 'u2', anonymousId: null, type: 'identify' },
  ...{ timestamp: '2026-03-01T11:00:00.000Z', traits: { email: 'a@b.c' } },
}

describe('a link that would change many known profiles', () => {
  it('waits for a steward, who lets it go by undoing it, or by saying it is so', async () => {
    const storage = memoryStorage()
    const context = holding(storage, 1)
    await unify(context, storage, ...visits)
    const u1 = await idOf(context, 'userId', 'u1')
    await unify(context, storage, move)
    expect(await idOf(context, 'email', 'a@b.c')).toBe(u1)
    // The event itself is hers whom it names.
    const u2 = (await findProfile(context, { namespace: 'userId', value: 'u2' })).profile
    expect([u2.activityCount, u2.identifiers.length]).toEqual([2, 1])
    const { value } = await context.correctionStore.list({ top: 10 })
    expect(value).toMatchObject([
      { correction: { type: 'held', a: 'email:a@b.c', b: 'userId:u2', by: 'passerby' } },
    ])
    const held = value[0]?.correction as Correction

    // The same again waits no more than once; what was let go is not held again.
    await unify(context, storage, { ...move, messageId: 'd' })
    expect((await context.correctionStore.list({ top: 10 })).value).toHaveLength(1)
    const undo = undoOf(held, { by: 'ann', at: '2026-03-01T11:40:00.000Z' })
    await unify(context, storage, { fact: undo })
    expect(await idOf(context, 'email', 'a@b.c')).toBe(u2.customerId)
    await unify(context, storage, { ...move, messageId: 'e' })
    expect(await idOf(context, 'email', 'a@b.c')).toBe(u2.customerId)
    await followLog(context, storage)
    expect(await idOf(context, 'email', 'a@b.c')).toBe(u2.customerId)
  })

  it('may pass where the workspace allows it, and what changes few always may', async () => {
    for (const holdOver of [0, 2]) {
      const storage = memoryStorage()
      const context = holding(storage, holdOver)
      await unify(context, storage, ...visits, move)
      expect(await idOf(context, 'email', 'a@b.c')).toBe(await idOf(context, 'userId', 'u2'))
      expect((await context.correctionStore.list({ top: 10 })).value).toEqual([])
    }
    const storage = memoryStorage()
    const context = holding(storage, 1)
    await unify(context, storage, ...visits)
    await unify(context, storage, { messageId: 'n', anonymousId: 'new', userId: 'u1' }, move)
    expect(await idOf(context, 'anonymousId', 'new')).toBe(await idOf(context, 'userId', 'u1'))
    expect((await context.correctionStore.list({ top: 10 })).value).toHaveLength(1)
  })

  it('is joined when a steward says that the two are always one', async () => {
    const storage = memoryStorage()
    const context = holding(storage, 1)
    await unify(context, storage, ...visits)
    await unify(context, storage, move)
    const always: Correction = {
      ...{ id: 'x', type: 'alwaysMatch', a: 'email:a@b.c', b: 'userId:u2' },
      ...{ reason: 'asked her', by: 'ann', at: '2026-03-01T11:40:00.000Z' },
    }
    await unify(context, storage, { fact: always })
    expect(await idOf(context, 'email', 'a@b.c')).toBe(await idOf(context, 'userId', 'u2'))
  })

  it.each<Fault>(['fails', 'succeeds but answers 500'])(
    'waits in the end whichever call %s, and what is in the log says so again',
    async (fault) => {
      const run = async (isBad: (call: number) => boolean) => {
        const storage = memoryStorage()
        await unify(holding(storage, 1), storage, ...visits)
        const blob = logCalls(storage, [{ call: aCall(move) }])
        const faulty = faultyCalls(fault, isBad)
        for (let delivery = 0; delivery < 5; delivery += 1) {
          const context = holding(storage, 1, interceptStorage(faulty.intercept))
          const outcome = await unifyBlobs(context, [blob]).catch(() => undefined)
          if (outcome?.get(blob)?.kind === 'done') break
        }
        const live = canonicalState(storage)
        expect(unfinished(storage)).toEqual([])
        await followLog(holding(storage, 1), storage)
        expect(canonicalState(storage)).toBe(live)
        const { value } = await testContext(storage).correctionStore.list({ top: 10 })
        expect(value.map(({ correction }) => correction.type)).toEqual(['held'])

        // All of the log once more, into empty tables, in another order.
        const again = memoryStorage()
        for (const [name, content] of storage.eventLog.blobs)
          again.eventLog.blobs.set(name, content)
        const names = [...storage.eventLog.blobs.keys()].reverse()
        for (const name of names) await unifyBlobs(holding(again, 0), [name])
        expect(canonicalState(again)).toBe(live)
        return { live, calls: faulty.calls() }
      }
      const clean = await run(() => false)
      for (let bad = 1; bad <= clean.calls; bad += 1) {
        expect((await run((call) => call === bad)).live, `call ${bad}`).toBe(clean.live)
      }
    },
  )
})
