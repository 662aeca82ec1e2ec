import { pickArrival, type Arrival } from './arrival.ts'
import { categories, productsOf } from './catalogue.ts'
import { pickDevice, type DeviceKind } from './device.ts'
import { pickHome, type Person } from './person.ts'
import type { Random } from './random.ts'
import { Visit, type Browser, type ShopCall } from './visit.ts'

/** What the visitors of one shop share. */
export interface Shop {
  readonly random: Random
  /** The stretch of time that is told, in milliseconds. */
  readonly from: number
  readonly until: number
  newPerson(): Person
  newOrderId(): string
}

const hour = 60 * 60_000

/** What some visitor does in the shop's days. */
export type Story = (shop: Shop) => ShopCall[]

export function newBrowser(
  shop: Shop,
  given?: { kind: DeviceKind; home: Browser['home'] },
): Browser {
  const { random } = shop
  const kind = given?.kind ?? random.weighted({ mobile: 58, desktop: 37, tablet: 5 })
  return {
    anonymousId: random.hex(16),
    device: pickDevice(random, kind),
    home: given?.home ?? pickHome(random),
    cart: [],
  }
}

export function visitAt(shop: Shop, browser: Browser, start: number, arrival?: Arrival): Visit {
  return new Visit(shop.random, {
    browser,
    start,
    arrival: arrival ?? pickArrival(shop.random),
  })
}

/** A visit takes less than an hour; so long before the end it begins at the latest. */
export function anyTime({ random, from, until }: Shop): number {
  for (;;) {
    const time = random.between(from, until - hour)
    // Few shop at night, most in the evening.
    const sleepy = new Date(time).getUTCHours() < 6
    if (!sleepy || random.chance(0.15)) return time
  }
}

/** Starts of visits at least two hours apart, in order. */
export function visitTimes(shop: Shop, count: number): number[] {
  for (;;) {
    const times = Array.from({ length: count }, () => anyTime(shop)).sort((a, b) => a - b)
    const apart = times.every(
      (time, index) => index === 0 || time - (times[index - 1] ?? 0) > 2 * hour,
    )
    if (apart) return times
  }
}

/** The first pages of a visit to a category. */
export function enter({ random }: Shop, visit: Visit, category: string): void {
  if (random.chance(0.35)) visit.openHome()
  if (random.chance(0.3)) visit.search(category)
  else visit.openCategory(category)
}

export function fillCart(shop: Shop, visit: Visit): void {
  const { random } = shop
  const category = random.pick(categories)
  enter(shop, visit, category)
  const chosen = random.pick(productsOf(category))
  visit.view(chosen)
  visit.add(chosen)
  if (random.chance(0.35)) {
    const extra = random.pick(productsOf('accessories'))
    visit.view(extra)
    visit.add(extra)
  }
}
