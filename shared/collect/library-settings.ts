import * as z from 'zod'

/** Where a page reaches Passerby, as its browser sees it: `https://data.shop.example`. */
export interface PageAddress {
  readonly origin: string
  readonly writeKey: string
}

const segmentOptions = z.object({
  apiKey: z.string(),
  apiHost: z.string().meta({ description: 'Host and path, without the protocol.' }),
  protocol: z.enum(['http', 'https']),
  addBundledMetadata: z.literal(false),
  deliveryStrategy: z.object({
    strategy: z.literal('batching'),
    config: z.object({
      size: z.int(),
      timeout: z.int().meta({ description: 'The longest a call waits, in milliseconds.' }),
    }),
  }),
})

/**
 * `CDNSettings` of `@segment/analytics-next`
 * (https://github.com/segmentio/analytics-next/blob/master/packages/browser/src/browser/settings.ts).
 */
export const segmentSettingsSchema = z
  .object({
    integrations: z.object({ 'Segment.io': segmentOptions }),
    metrics: z.object({ sampleRate: z.literal(0) }),
  })
  .meta({ id: 'SegmentSettings' })

/**
 * What `@segment/analytics-next` asks its `cdnURL` for before it sends anything: one integration,
 * Passerby, and nothing that would make the library load or report elsewhere. The options of a
 * page (`integrations: { 'Segment.io': { … } }`) win over each member.
 */
export function segmentSettings({
  origin,
  writeKey,
}: PageAddress): z.input<typeof segmentSettingsSchema> {
  const [protocol, host = ''] = origin.split('://')
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        // The library takes host and protocol apart, and https where none is given.
        apiHost: `${host}/v1`,
        protocol: protocol === 'http' ? 'http' : 'https',
        addBundledMetadata: false,
        // What a page does in a moment is one request, and what waits goes out when it is left.
        deliveryStrategy: { strategy: 'batching', config: { size: 20, timeout: 250 } },
      },
    },
    // By default the library reports its own health to Segment.
    metrics: { sampleRate: 0 },
  }
}

const off = z.object({ enabled: z.literal(false) })

/**
 * `SourceConfigResponse` of `@rudderstack/analytics-js`
 * (https://github.com/rudderlabs/rudder-sdk-js/blob/develop/packages/analytics-js/src/components/configManager/types.ts).
 */
export const rudderSourceConfigSchema = z
  .object({
    source: z.object({
      id: z.string().meta({ description: 'The name of the write key.' }),
      name: z.string(),
      enabled: z.literal(true),
      workspaceId: z.string(),
      config: z.object({ statsCollection: z.object({ errors: off, metrics: off }) }),
      connections: z.array(z.never()),
      destinations: z.array(z.never()),
    }),
  })
  .meta({ id: 'RudderSourceConfig' })

/**
 * What `@rudderstack/analytics-js` asks its `configUrl` for. No destination, so nothing is loaded;
 * no collection of statistics, so nothing is reported. Where calls go is not part of it: the page
 * gives that to `load`.
 */
export function rudderSourceConfig(source: string): z.input<typeof rudderSourceConfigSchema> {
  return {
    source: {
      id: source,
      name: source,
      enabled: true,
      workspaceId: 'default',
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      connections: [],
      destinations: [],
    },
  }
}
