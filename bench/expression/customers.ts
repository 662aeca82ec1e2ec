import { collectionOf, complexType, primitive } from '../../shared/expression/types/edm-type.ts'

const text = primitive('Edm.String')
const moment = primitive('Edm.DateTimeOffset')

/** What the filters of the benchmark ask about. */
export const modelOfShop = complexType('Customer', {
  city: text,
  lastName: text,
  plan: text,
  age: primitive('Edm.Int32'),
  height: primitive('Edm.Double'),
  balance: primitive('Edm.Decimal'),
  active: primitive('Edm.Boolean'),
  signedUp: moment,
  address: complexType('address', { city: text, zipcode: text }, { isOpen: true }),
  tags: collectionOf(text),
  UnifiedActivity: collectionOf(
    complexType('UnifiedActivity', {
      ActivityType: text,
      ActivityTime: moment,
      Properties: complexType('Properties', { revenue: primitive('Edm.Double') }, { isOpen: true }),
    }),
  ),
})

export type Customer = Readonly<Record<string, unknown>>

/** The end of the time in which customers do something. */
export const shopNow = Date.parse('2026-05-31T12:00:00.000Z')

const day = 86_400_000

/** Made-up customers with up to ten activities each; the same ones every time. */
export function customers(count: number): Customer[] {
  const random = createRandom(7)
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const before = (days: number): string => new Date(shopNow - random() * days * day).toISOString()
  return Array.from({ length: count }, () => ({
    city: pick(['Oslo', 'Berlin', 'Lisbon', 'Turku', null]),
    lastName: pick(['Andersen', 'Müller', "O'Brien", 'Silva', 'Zhang']),
    plan: pick(['free', 'pro', 'gold', null]),
    age: random() < 0.2 ? null : Math.floor(random() * 80),
    height: random() < 0.2 ? null : 1 + random(),
    balance: (random() * 500).toFixed(2),
    active: random() < 0.5,
    signedUp: before(1000),
    address: { city: pick(['Oslo', 'Bergen', null]), zipcode: pick(['0150', '5003']) },
    tags: ['vip', 'news', 'promo'].filter(() => random() < 0.3),
    UnifiedActivity: Array.from({ length: Math.floor(random() * 11) }, () => ({
      ActivityType: pick(['Product Viewed', 'Order Completed', 'page']),
      ActivityTime: before(60),
      Properties: {
        revenue: Math.round(random() * 20_000) / 100,
        category: pick(['hats', 'shoes']),
      },
    })),
  }))
}

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
