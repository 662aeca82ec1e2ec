import { describe, expect, it } from 'vitest'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

/** What a browser sends at a minute of the day; `person` is who is logged in. */
interface Sent {
  readonly minute: number
  readonly person?: string
  readonly deviceId?: string
  readonly traits?: Record<string, unknown>
}

function callOf({ minute, person, deviceId, traits }: Sent, index: number) {
  const call = aCall({
    messageId: `m${index}`,
    type: 'identify',
    timestamp: new Date(Date.UTC(2026, 1, 1) + minute * 60_000).toISOString(),
    ...(person !== undefined && { userId: person }),
    ...(deviceId !== undefined && { context: { device: { id: deviceId } } }),
    ...(traits && { traits }),
  })
  return { call }
}

/** The attributes of people, when events come a blob each. */
async function attributesOf(sent: readonly Sent[], people: readonly string[]) {
  const storage = memoryStorage()
  const context = testContext(storage)
  for (const [index, one] of sent.entries()) {
    const blob = logCalls(storage, [callOf(one, index)])
    expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
  }
  const found: Record<string, Record<string, unknown>> = {}
  for (const value of people) {
    const { profile } = await findProfile(context, { namespace: 'userId', value })
    found[value] = Object.fromEntries(profile.attributes.map((fact) => [fact.name, fact.value]))
  }
  return found
}

describe('attributes on a shared device', () => {
  const inTurns: Sent[] = [
    { minute: 0, person: 'a', traits: { plan: 'pro' } },
    { minute: 10, traits: { size: 'S' } },
    { minute: 100, person: 'b', traits: { plan: 'free' } },
    { minute: 110, traits: { size: 'L' } },
  ]
  const expected = { a: { plan: 'pro', size: 'S' }, b: { plan: 'free', size: 'L' } }

  it('belong to whose the event is, anonymous ones to who was logged in', async () => {
    expect(await attributesOf(inTurns, ['a', 'b'])).toEqual(expected)
    expect(await attributesOf(inTurns.toReversed(), ['a', 'b'])).toEqual(expected)
  })

  it('of what looked like one visitor come apart when a login comes late', async () => {
    const [first, small, login, large] = inTurns as [Sent, Sent, Sent, Sent]
    const late = [first, small, large, login]
    expect(await attributesOf(late, ['a', 'b'])).toEqual(expected)
  })

  it('come apart by logins that are stored with a stronger device', async () => {
    const later = { minute: 300, traits: { size: 'L' } }
    const before = inTurns.map((one) =>
      one.traits?.['size'] === 'L' ? { ...one, traits: { size: 'M' } } : one,
    )
    const elsewhere = [...before, later].map((one) =>
      'person' in one ? { ...one, deviceId: 'phone' } : one,
    )
    for (const order of [elsewhere, elsewhere.toReversed()]) {
      expect(await attributesOf(order, ['a', 'b'])).toEqual(expected)
    }
  })

  it('are found however many others left there', async () => {
    const crowd = Array.from({ length: 120 }, (_, index): Sent => {
      const traits = Object.fromEntries(['v', 'w', 'x', 'y', 'z'].map((name) => [name, index]))
      return { minute: index * 100, person: `p${index}`, traits }
    })
    const found = await attributesOf(crowd, ['p0', 'p119'])
    expect(found['p0']).toEqual({ v: 0, w: 0, x: 0, y: 0, z: 0 })
    expect(found['p119']).toEqual({ v: 119, w: 119, x: 119, y: 119, z: 119 })
  })
})
