import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect, profileOnce, startRuntime, type Runtime } from './runtime.ts'

/** The table of the scenario: event id, time, name. */
const rows = [
  ['6', '2022-09-15T09:00:00Z', 'Product viewed'],
  ['2', '2022-09-18T10:05:00Z', 'Product viewed'],
  ['3', '2022-09-18T10:10:00Z', 'Added to cart'],
  ['4', '2022-09-21T09:05:00Z', 'Product viewed'],
] as const

describe('a visitor with nothing but a cookie', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  it('is an unknown profile, becomes known with her history, also after a restart', async () => {
    const batch = rows.map(([messageId, timestamp, event]) => ({
      type: 'track',
      messageId,
      timestamp,
      event,
      anonymousId: 'CookieID1',
      properties: { UserID: 'abc123' },
    }))
    expect(await collect(runtime.url, 'batch', { batch })).toEqual({
      status: 200,
      body: { success: true, accepted: 4, rejected: [] },
    })
    const cookie = 'anonymousId:CookieID1'
    const unknown = await profileOnce(runtime.url, cookie, (p) => p.activityCount === 4)
    expect(unknown).toMatchObject({ known: false, previousCustomerIds: [] })
    expect(unknown.activities.value.map(({ activityId }) => activityId)).toEqual([
      '4',
      '3',
      '2',
      '6',
    ])

    await collect(runtime.url, 'identify', {
      anonymousId: 'CookieID1',
      userId: 'abc123',
      traits: { email: 'ann@example.com', firstName: 'Ann' },
    })
    const known = await profileOnce(runtime.url, cookie, (p) => p.known)
    expect(known).toMatchObject({
      activityCount: 5,
      attributes: { email: 'ann@example.com', firstName: 'Ann' },
    })
    expect(known.previousCustomerIds).toContain(unknown.customerId)

    expect(await runtime.stop()).toBe(0)
    runtime = await startRuntime({ dataFolder: runtime.dataFolder })
    for (const key of [
      cookie,
      'userId:abc123',
      'email:ann%40example.com',
      `customerId:${unknown.customerId}`,
    ]) {
      expect(await profileOnce(runtime.url, key, () => true)).toEqual(known)
    }
  })
})
