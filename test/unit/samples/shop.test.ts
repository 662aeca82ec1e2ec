import { readFile, stat } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { generateShop } from '../../../samples/shop/generate-shop.ts'
import { createRandom } from '../../../samples/shop/random.ts'
import type { ShopCall } from '../../../samples/shop/visit.ts'
import { shopFile } from '../../../samples/shop/write-shop.ts'
import { checkCall } from '../../../shared/collect/check-call.ts'

const { visitors, calls } = generateShop()

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const of = (event: string): ShopCall[] => calls.filter((call) => call['event'] === event)
const propertiesOf = (call: ShopCall) => call['properties'] as Readonly<Record<string, unknown>>

function byCookie(): Map<string, ShopCall[]> {
  const groups = new Map<string, ShopCall[]>()
  for (const call of calls) {
    groups.set(call.anonymousId, [...(groups.get(call.anonymousId) ?? []), call])
  }
  return groups
}

describe('the sample shop', () => {
  it('is in the repository as the generator makes it, and small', async () => {
    const packed = await readFile(shopFile)
    const lines = gunzipSync(packed).toString('utf8').trimEnd().split('\n')
    expect(lines).toEqual(calls.map((call) => JSON.stringify(call)))
    expect((await stat(shopFile)).size).toBeLessThan(400 * 1024)
  })

  it('has 500 visitors in 14 days, in the order of time, each call with an id of its own', () => {
    const times = calls.map(({ timestamp }) => Date.parse(timestamp))
    const days = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 86_400_000
    expect(visitors).toBe(500)
    expect(days).toBeGreaterThan(13.9)
    expect(days).toBeLessThanOrEqual(14)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(calls.map((call) => call['messageId'])).size).toBe(calls.length)
  })

  it('holds calls that collect takes as they are, none with sentAt', () => {
    const newId = (): string => 'made'
    for (const [index, call] of calls.entries()) {
      const outcome = checkCall(call, { index, newId })
      expect(outcome).toMatchObject({ kind: 'accepted', messageId: call['messageId'] })
      expect(call).not.toHaveProperty('sentAt')
    }
  })

  it('names nobody who could exist', () => {
    const emails = calls.map((call) =>
      textOf((call['traits'] as { email?: unknown } | undefined)?.email),
    )
    for (const email of emails.filter((text) => text !== ''))
      expect(email).toMatch(/@example\.com$/)
    for (const call of of('Product Viewed')) {
      expect(propertiesOf(call)['url']).toMatch(/^https:\/\/www\.fernweg\.example\//)
    }
  })

  it('has visitors who want one thing and do not buy it', () => {
    const longing = [...byCookie().values()].filter((own) => {
      if (own.some((call) => call['event'] === 'Checkout Started')) return false
      const seen = own.filter((call) => call['event'] === 'Product Viewed')
      const ids = seen.map((call) => propertiesOf(call)['product_id'])
      return ids.some((id, index) => ids.indexOf(id) !== index)
    })
    const leather = longing.filter((own) =>
      own.some(
        (call) =>
          call['event'] === 'Product Viewed' && propertiesOf(call)['category'] === 'leather shoes',
      ),
    )
    expect(longing.length).toBeGreaterThan(60)
    expect(leather.length).toBeGreaterThan(30)
  })

  it('has carts left behind, orders that add up, and people on two devices or sharing one', () => {
    expect(of('Checkout Started').length).toBeGreaterThan(of('Order Completed').length)
    for (const order of of('Order Completed')) {
      const { revenue, shipping, total, products } = propertiesOf(order)
      const prices = (products as { price: number }[]).map(({ price }) => price)
      expect(revenue).toBe(prices.reduce((sum, price) => sum + price, 0))
      expect(total).toBe(Number(revenue) + Number(shipping))
    }
    const cookiesOf = new Map<string, Set<string>>()
    const usersOf = new Map<string, Set<string>>()
    for (const { anonymousId, userId } of calls) {
      if (userId === undefined) continue
      cookiesOf.set(userId, (cookiesOf.get(userId) ?? new Set()).add(anonymousId))
      usersOf.set(anonymousId, (usersOf.get(anonymousId) ?? new Set()).add(userId))
    }
    const several = (map: Map<string, Set<string>>): number =>
      [...map.values()].filter(({ size }) => size > 1).length
    expect([several(cookiesOf), several(usersOf)]).toEqual([21, 4])
    expect(of('Signed Out').length).toBeGreaterThan(0)
  })

  it('opens and ends with the guest on her phone, who has no name', () => {
    const own = calls.filter(({ anonymousId }) => anonymousId === 'mobile_guest123')
    expect(own[0]).toBe(calls[0])
    expect(own.at(-1)).toBe(calls.at(-1))
    expect(own.every(({ userId, type }) => userId === undefined && type !== 'identify')).toBe(true)
    const boots = own.filter(
      (call) =>
        call['event'] === 'Product Viewed' && propertiesOf(call)['name'] === 'Arlberg Leather Boot',
    )
    expect(boots).toHaveLength(3)
  })
})

describe('the chance of the generator', () => {
  it('is spread as it should be', () => {
    const random = createRandom(7)
    const drawn = { a: 0, b: 0 }
    for (let count = 0; count < 10_000; count += 1) drawn[random.weighted({ a: 3, b: 1 })] += 1
    expect(drawn.a / 10_000).toBeCloseTo(0.75, 1)
    const numbers = Array.from({ length: 1_000 }, () => random.between(2, 4))
    expect(new Set(numbers)).toEqual(new Set([2, 3, 4]))
  })
})
