import { describe, expect, it } from 'vitest'
import type { Api } from '../../../../commands/demo/api.ts'
import { findCrowd } from '../../../../commands/demo/crowd.ts'
import { placeCall } from '../../../../commands/demo/place-call.ts'
import { generateShop } from '../../../../samples/shop/generate-shop.ts'

const { calls } = generateShop()
const times = calls.map(({ timestamp }) => Date.parse(timestamp))
const tape = { calls, first: times[0] ?? 0, last: times.at(-1) ?? 0 }
const hour = 60 * 60_000
const now = Date.UTC(2026, 5, 1, 12)

const placed = (number: number, end: number) =>
  calls.map((call) => placeCall(call, tape, { number, end, isHere: false }))

describe('the shop as a crowd has it', () => {
  it('ends when it should, with every distance in time kept', () => {
    const moved = placed(1, now - hour).map(({ timestamp }) => Date.parse(String(timestamp)))
    expect(moved.at(-1)).toBe(now - hour)
    expect(moved.map((time) => time - (now - hour))).toEqual(times.map((time) => time - tape.last))
  })

  it('has the ids of the file in the first crowd', () => {
    const strip = ({ timestamp: _timestamp, ...rest }: Record<string, unknown>) => rest
    expect(placed(1, now).map(strip)).toEqual(calls.map(strip))
  })

  it('shares no id, address or order with another crowd', () => {
    const idsOf = (number: number): Set<unknown> =>
      new Set(
        placed(number, now).flatMap((call) => [
          ...[call['messageId'], call['anonymousId'], call['userId']],
          (call['traits'] as { email?: string } | undefined)?.email,
          (call['properties'] as { order_id?: string } | undefined)?.order_id,
        ]),
      )
    const first = idsOf(1)
    first.delete(undefined)
    expect([...idsOf(2)].filter((id) => first.has(id))).toEqual([])
    expect(idsOf(2)).toContain('mobile_guest123-2')
    expect([...idsOf(2)].filter((id) => String(id).includes('@'))[0]).toMatch(/\+2@example\.com$/)
  })
})

/** A Passerby that knows these guests by the time of their first event. */
function passerbyWith(guests: Readonly<Record<string, number>>): Api {
  return ({ path }) => {
    const id = /anonymousId:([^?]+)/.exec(path)?.[1] ?? ''
    const first = guests[id]
    if (first === undefined) return Promise.resolve({ status: 404, body: {} })
    const firstSeen = new Date(first).toISOString()
    const body = { customerId: id, known: false, firstSeen, activityCount: 18 }
    return Promise.resolve({ status: 200, body })
  }
}

describe('the crowd that a run sends', () => {
  const length = tape.last - tape.first

  it('comes an hour ago where none is', async () => {
    const crowd = await findCrowd(passerbyWith({}), tape, now)
    expect(crowd).toEqual({ number: 1, end: now - hour, isHere: false })
  })

  it('is the same, with the same times, within a day', async () => {
    const end = now - 20 * hour
    const api = passerbyWith({ mobile_guest123: end - length })
    expect(await findCrowd(api, tape, now)).toEqual({ number: 1, end, isHere: true })
  })

  it('is a new one after a day', async () => {
    const api = passerbyWith({
      mobile_guest123: now - 60 * hour - length,
      'mobile_guest123-2': now - 30 * hour - length,
    })
    expect(await findCrowd(api, tape, now)).toEqual({ number: 3, end: now - hour, isHere: false })
  })
})
