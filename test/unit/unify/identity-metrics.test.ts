import { expect, it } from 'vitest'
import { identityHealth } from '../../../shared/lookup/identity-health.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall, logCalls, type CallInit, type LoggedFact } from '../../factories/calls.ts'

it('counts by day what identity resolution did, once however often it is told', async () => {
  const storage = memoryStorage()
  const context = testContext(storage)
  let blobs = 0
  const unify = async (...lines: (CallInit | LoggedFact)[]): Promise<void> => {
    const logged = lines.map((line) =>
      'fact' in line
        ? (line as LoggedFact)
        : { call: aCall({ messageId: `m${(blobs += 1)}`, ...line }) },
    )
    for (let delivery = 0; delivery < 2; delivery += 1) {
      const blob = logCalls(storage, logged)
      expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
    }
  }
  await unify({ anonymousId: 'c1', userId: 'u1' })
  // An unknown visitor who becomes known is no merge; two devices of one person are.
  await unify({ anonymousId: 'c2' })
  await unify({ anonymousId: 'c2', userId: 'u1' })
  await unify({ anonymousId: 'c1', userId: 'u2' })
  await unify({ anonymousId: 'c1' })
  const said = { by: 'ann', reason: 'r', at: '2026-03-01T11:30:00.000Z' }
  await unify({ fact: { ...said, id: '1', type: 'detach', a: 'anonymousId:c2' } })
  const link = { a: 'anonymousId:c1', b: 'userId:u2' }
  await unify({ fact: { ...said, ...link, id: '2', type: 'held' } })

  const health = await identityHealth(context)
  expect(health).toEqual({
    heldLinks: 1,
    days: [
      {
        day: '2026-03-01',
        ...{ merges: 1, splits: 1, quarantined: 0, held: 1, corrections: 1, undone: 0 },
        refused: { twoPeople: 1 },
      },
    ],
  })
  context.advance(24 * 60 * 60_000)
  await unify({ fact: { ...said, ...link, id: 'u', type: 'undo', of: '2' } })
  const next = await identityHealth(context)
  expect(next.heldLinks).toBe(0)
  expect(next.days.map(({ day, undone }) => [day, undone])).toEqual([
    ['2026-03-02', 1],
    ['2026-03-01', 0],
  ])
  context.advance(6 * 24 * 60 * 60_000)
  expect((await identityHealth(context)).days.map(({ day }) => day)).toEqual(['2026-03-02'])
})
