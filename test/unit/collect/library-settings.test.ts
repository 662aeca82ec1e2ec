import { describe, expect, it } from 'vitest'
import { rudderSourceConfig, segmentSettings } from '../../../shared/collect/library-settings.ts'

describe('the settings of analytics-next', () => {
  it.each([
    ['https://data.shop.example', 'https', 'data.shop.example/v1'],
    ['http://127.0.0.1:7071', 'http', '127.0.0.1:7071/v1'],
    ['http://[::1]:7071', 'http', '[::1]:7071/v1'],
  ])('send calls to %s', (origin, protocol, apiHost) => {
    expect(segmentSettings({ origin, writeKey: 'KEY' })).toMatchObject({
      integrations: { 'Segment.io': { apiKey: 'KEY', protocol, apiHost } },
    })
  })

  it('name nobody else, report to nobody, and send calls together', () => {
    const settings = segmentSettings({ origin: 'https://data.shop.example', writeKey: 'KEY' })
    expect(settings).toMatchObject({
      integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching' } } },
      metrics: { sampleRate: 0 },
    })
    const { integrations } = settings as { integrations: object }
    expect(Object.keys(integrations)).toEqual(['Segment.io'])
  })
})

it("the source config of RudderStack's library is on, without destinations and reports", () => {
  expect(rudderSourceConfig('web')).toMatchObject({
    source: {
      id: 'web',
      enabled: true,
      destinations: [],
      config: {
        statsCollection: { errors: { enabled: false }, metrics: { enabled: false } },
      },
    },
  })
})
