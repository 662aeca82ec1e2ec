/** What examples are made for. */
export interface Place {
  /** Where Passerby answers, for example `http://127.0.0.1:7071`. */
  readonly origin: string
  readonly writeKey: string
  readonly readKey: string
}

/** A step with a text to copy. */
export interface Step {
  readonly title: string
  readonly code: string
}

/** A way to connect something, step by step. */
export interface Way {
  readonly name: string
  readonly steps: readonly Step[]
}

/** A single call, for somebody who has nothing yet. */
export function firstCall({ origin, writeKey }: Place): string {
  return `curl -s ${origin}/v1/track -H 'x-functions-key: ${writeKey}' -d '{
  "anonymousId": "visitor-1", "event": "Product viewed",
  "properties": { "sku": "boots", "price": 89 } }'`
}

/** Every way, the simplest last: most people come with a site or a backend. */
export function waysToConnect(place: Place): Way[] {
  return [browser(place), node(place), curl(place)]
}

/** Where to send calls stands in the settings that the library fetches from `cdnURL`. */
function browser({ origin, writeKey }: Place): Way {
  return {
    name: 'Browser',
    steps: [
      { title: 'Install the Segment library', code: 'npm install @segment/analytics-next' },
      {
        title: 'Send calls from your pages',
        code: `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({
  writeKey: '${writeKey}',
  cdnURL: '${origin}',
})
analytics.page()
analytics.track('Product viewed', { sku: 'boots', price: 89 })
analytics.identify('user-1', { email: 'kim@example.com' })`,
      },
    ],
  }
}

function node({ origin, writeKey }: Place): Way {
  return {
    name: 'Node',
    steps: [
      { title: 'Install the Segment library', code: 'npm install @segment/analytics-node' },
      {
        title: 'Send calls from your backend',
        code: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  writeKey: '${writeKey}',
  host: '${origin}',
  flushAt: 1,
})
analytics.track({
  anonymousId: 'visitor-2',
  event: 'Product viewed',
  properties: { sku: 'boots', price: 89 },
})
analytics.identify({
  anonymousId: 'visitor-2',
  userId: 'user-2',
  traits: { email: 'lou@example.com' },
})
await analytics.closeAndFlush()`,
      },
    ],
  }
}

function curl(place: Place): Way {
  const { origin, writeKey, readKey } = place
  return {
    name: 'curl',
    steps: [
      { title: 'A visitor views a product', code: firstCall(place) },
      {
        title: 'She signs up',
        code: `curl -s ${origin}/v1/identify -H 'x-functions-key: ${writeKey}' -d '{
  "anonymousId": "visitor-1", "userId": "user-3",
  "traits": { "email": "max@example.com", "firstName": "Max" } }'`,
      },
      {
        title: 'Ask who she is',
        code: `curl -s -H 'x-functions-key: ${readKey}' \\
  '${origin}/v1/profiles/anonymousId:visitor-1?include=identifiers,activities'`,
      },
    ],
  }
}
