import fc from 'fast-check'

const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 4, arbitrary: values },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
  )

export const texts = fc.constantFrom('', 'a', 'b', 'ab', 'A', "O'Brien", 'Ä', '🎉', 'é a')
export const integers = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map(BigInt),
  fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n),
)
export const decimals = fc.constantFrom('0.1', '0.2', '0.3', '-1.50', '2', '12345678901234567.89')
export const doubles = fc.constantFrom(0, 0.1, 0.2, 0.5, -1.5, 2, 1e20, 2 ** 53)
export const moments = fc.constantFrom(
  '2024-02-29T23:59:59.999Z',
  '2024-03-01T00:00:00.000Z',
  '2025-01-01T00:00:00.000Z',
)

const activity = fc.record({
  ActivityType: fc.constantFrom('page', 'Product Viewed'),
  ActivityTime: moments,
  Properties: fc.record({
    price: maybe(doubles),
    sku: maybe(texts),
    free: maybe(fc.oneof(texts, fc.constantFrom(1, 2, true))),
  }),
})

export type RandomRow = Readonly<Record<string, unknown>>

/** A customer, some properties missing, some null. */
export const randomRow: fc.Arbitrary<RandomRow> = fc.record({
  city: maybe(texts),
  plan: maybe(texts),
  age: maybe(fc.integer({ min: -5, max: 5 })),
  points: maybe(
    integers.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))),
  ),
  balance: maybe(decimals),
  height: maybe(doubles),
  active: maybe(fc.boolean()),
  signedUp: maybe(moments),
  address: maybe(fc.record({ city: maybe(texts) })),
  tags: maybe(fc.array(texts, { maxLength: 3 })),
  UnifiedActivity: fc.array(activity, { maxLength: 4 }),
})
