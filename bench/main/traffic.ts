/** A call as a site sends it. */
export type Call = Readonly<Record<string, unknown>>

/** What one batch, and so one log blob, consists of. */
export interface BatchPlan {
  /** Unlike that of every other batch: the message ids are made from it. */
  readonly id: string
  /** Names the visitors; batches with the same name share them. */
  readonly crowd: string
  /** The number of the first visitor in the crowd. */
  readonly first: number
  readonly visitors: number
  readonly events: number
  /** True for people who are logged in; the first event of each says so, with the e-mail. */
  readonly identified: boolean
  /** Milliseconds; the events are in the minutes before. */
  readonly time: number
}

const products = ['ankle boots', 'loafers', 'belt', 'tote bag', 'wallet', 'gloves', 'jacket', 'hat']

/** The calls of a batch: an ordinary shop's, about 900 bytes each. */
export function batchCalls(plan: BatchPlan): Call[] {
  return Array.from({ length: plan.events }, (_, index) => {
    const visitor = `${plan.crowd}-${plan.first + (index % plan.visitors)}`
    const common = {
      messageId: `${plan.id}-${index}`,
      timestamp: new Date(plan.time - (plan.events - index) * 1000).toISOString(),
      anonymousId: `cookie-${visitor}`,
      context: pageContext(index),
      ...(plan.identified && { userId: `user-${visitor}` }),
    }
    if (plan.identified && index < plan.visitors) {
      const traits = { email: `${visitor}@example.com`, firstName: 'Ann', plan: 'gold' }
      return { ...common, type: 'identify', traits }
    }
    return { ...common, type: 'track', event: 'Product Viewed', properties: product(index) }
  })
}

function product(index: number): Record<string, unknown> {
  const name = products[index % products.length] ?? ''
  return {
    product_id: `p-${index}`,
    sku: `sku-${index * 7}`,
    category: 'leather',
    name,
    brand: 'Passerby',
    price: 20 + index,
    currency: 'EUR',
    url: `https://shop.example.com/leather/p-${index}`,
  }
}

function pageContext(index: number): Record<string, unknown> {
  return {
    page: {
      path: `/leather/p-${index}`,
      referrer: 'https://www.google.com/',
      search: '?utm_source=newsletter&utm_medium=email',
      title: products[index % products.length],
      url: `https://shop.example.com/leather/p-${index}`,
    },
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ' +
      '(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    locale: 'de-DE',
    timezone: 'Europe/Berlin',
    screen: { width: 390, height: 844 },
    library: { name: 'analytics.js', version: '2.11.1' },
  }
}
