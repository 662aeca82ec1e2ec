/** A filter as marketing asks it, and the same rule for other engines where they can say it. */
export interface TypicalFilter {
  readonly name: string
  readonly filter: string
  /** A query of `sift`. */
  readonly sift?: object
  /** Conditions of `json-rules-engine`. */
  readonly rule?: object
}

const fact = (name: string, operator: string, value: unknown): object => ({
  fact: name,
  operator,
  value,
})

export const typicalFilters: readonly TypicalFilter[] = [
  {
    name: 'a text',
    filter: "city eq 'Oslo'",
    sift: { city: 'Oslo' },
    rule: { all: [fact('city', 'equal', 'Oslo')] },
  },
  {
    name: 'a number and a flag',
    filter: 'age gt 30 and active',
    sift: { age: { $gt: 30 }, active: true },
    rule: { all: [fact('age', 'greaterThan', 30), fact('active', 'equal', true)] },
  },
  {
    name: 'a list and a negation',
    filter: "plan in ('pro','gold') and not (age lt 18)",
    sift: { plan: { $in: ['pro', 'gold'] }, age: { $not: { $lt: 18 } } },
    rule: {
      all: [fact('plan', 'in', ['pro', 'gold']), { not: fact('age', 'lessThan', 18) }],
    },
  },
  {
    name: 'a part of a text',
    filter: "contains(tolower(city),'os')",
    sift: { city: /os/i },
  },
  {
    name: 'parts of an address',
    filter: "address/city eq 'Oslo' or address/zipcode eq '0150'",
    sift: { $or: [{ 'address.city': 'Oslo' }, { 'address.zipcode': '0150' }] },
    rule: {
      any: [
        { ...fact('address', 'equal', 'Oslo'), path: '$.city' },
        { ...fact('address', 'equal', '0150'), path: '$.zipcode' },
      ],
    },
  },
  {
    name: 'a span of time',
    filter: 'signedUp ge 2024-01-01T00:00:00Z and signedUp lt 2025-01-01T00:00:00Z',
    sift: { signedUp: { $gte: '2024-01-01T00:00:00.000Z', $lt: '2025-01-01T00:00:00.000Z' } },
  },
  {
    name: 'an activity',
    filter:
      "UnifiedActivity/any(a: a/ActivityType eq 'Order Completed' and a/Properties/revenue gt 100)",
    sift: {
      UnifiedActivity: {
        $elemMatch: { ActivityType: 'Order Completed', 'Properties.revenue': { $gt: 100 } },
      },
    },
  },
  {
    name: 'activities of a week',
    filter:
      "UnifiedActivity/$count($filter=ActivityType eq 'Product Viewed' and ActivityTime ge now() sub duration'P7D') ge 2",
  },
  { name: 'arithmetic', filter: 'height mul 2 gt 3 or balance gt 100.00' },
  {
    name: 'a tag and a pattern',
    filter: "tags/any(t: t eq 'vip') and matchesPattern(lastName,'^[A-M]')",
    sift: { tags: 'vip', lastName: /^[A-M]/ },
  },
]
