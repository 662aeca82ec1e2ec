import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { expect, it } from 'vitest'
import { profileOnce } from '../runtime.ts'

const writeKey = 'local-write-key'
const timestamp = new Date('2026-01-05T10:00:00Z')

/** One call of each kind, by one visitor. */
function callsOf(name: string) {
  const who = { userId: `${name}-user`, anonymousId: `${name}-cookie`, timestamp }
  return {
    identify: { ...who, traits: { email: `${name}@example.com`, plan: 'pro' } },
    track: { ...who, event: 'Order Completed', properties: { revenue: 9.5 } },
    page: { ...who, name: 'Home', properties: { url: 'https://shop.example/' } },
    screen: { ...who, name: 'Cart', properties: {} },
    group: { ...who, groupId: 'g1', traits: { name: 'Acme' } },
    alias: { ...who, previousId: `${name}-earlier` },
  }
}

async function expectFound(url: string, name: string): Promise<void> {
  for (const key of [`userId:${name}-user`, `email:${name}%40example.com`]) {
    const profile = await profileOnce(url, key, (found) => found.activityCount === 6)
    expect(profile.known).toBe(true)
    expect(profile.attributes).toMatchObject({ email: `${name}@example.com`, plan: 'pro' })
    expect(profile.activities.value.map(({ type }) => type).sort()).toEqual(
      ['Order Completed', 'alias', 'group', 'identify', 'page', 'screen'].sort(),
    )
    for (const activity of profile.activities.value) {
      expect(activity).toMatchObject({ time: timestamp.toISOString(), source: 'web' })
    }
  }
}

/** The libraries that web backends already have, unchanged. */
export function sdksSuite(url: () => string): void {
  it('@segment/analytics-node sends calls that are found on the timeline', async () => {
    const errors: unknown[] = []
    const analytics = new Analytics({ writeKey, host: url(), maxRetries: 0 })
    analytics.on('error', (error) => errors.push(error))
    const calls = callsOf('segment')
    analytics.identify(calls.identify)
    analytics.track(calls.track)
    analytics.page(calls.page)
    analytics.screen(calls.screen)
    analytics.group(calls.group)
    analytics.alias(calls.alias)
    await analytics.closeAndFlush()
    expect(errors).toEqual([])
    await expectFound(url(), 'segment')
  })

  it.each([
    ['rudder', {}],
    ['rudder-plain', { gzip: false }],
  ])('@rudderstack/rudder-sdk-node sends calls that are found: %s', async (name, options) => {
    const analytics = new RudderAnalytics(writeKey, {
      dataPlaneUrl: url(),
      logLevel: 'error',
      retryCount: 0,
      ...options,
    })
    const calls = callsOf(name)
    analytics.identify(calls.identify)
    analytics.track(calls.track)
    analytics.page(calls.page)
    analytics.screen(calls.screen)
    analytics.group(calls.group)
    analytics.alias(calls.alias)
    await analytics.flush()
    await analytics.flush()
    await expectFound(url(), name)
  })
}
