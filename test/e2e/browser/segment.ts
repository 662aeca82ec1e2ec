import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import { profileOnce } from '../runtime.ts'
import { expectTimeline, readmeProgram } from './expect-timeline.ts'
import { leaveWhileSending } from './leave-while-sending.ts'
import { openShop } from './shop.ts'

const load = (cdnURL: string, options = '{}'): string => `
  import { AnalyticsBrowser } from '@segment/analytics-next'
  const settings = { writeKey: 'local-write-key', cdnURL: '${cdnURL}' }
  const analytics = AnalyticsBrowser.load(settings, ${options})`
/** Options of a page that decides itself how calls are delivered. */
const delivering = (deliveryStrategy: string): string =>
  `{ integrations: { 'Segment.io': { deliveryStrategy: ${deliveryStrategy} } } }`
const script = 'node_modules/@segment/analytics-next/dist/umd/standalone.js'
const anonymousIdIn = `analytics.ready().then(() => analytics.instance.user().anonymousId())`

export function segmentSuite(url: () => string, browser: () => Browser): void {
  it('the program of the README makes a visitor, who becomes known', async () => {
    const program = readmeProgram('@segment/analytics-next', url())
    const shop = await openShop(browser(), { passerby: url(), program })
    const visitor = await shop.page.evaluate<string>(anonymousIdIn)
    const three = await profileOnce(url(), 'userId:ghi789', (p) => p.activityCount === 3)
    expect(three).toMatchObject({ known: true, attributes: { email: 'cy@example.com' } })
    await shop.page.evaluate(`analytics.group('acme', { name: 'Acme' })`)
    await shop.page.evaluate(`analytics.alias('ghi789', 'segment-earlier')`)
    await shop.page.evaluate(`analytics.screen('Cart')`)
    await expectTimeline(url(), visitor, [
      'page Boots',
      'Product viewed',
      'identify',
      'group Acme',
      'alias',
      'screen Cart',
    ])
    await shop.page.evaluate('analytics.reset()')
    await shop.page.evaluate(`analytics.track('Came back')`)
    const stranger = await shop.page.evaluate<string>(anonymousIdIn)
    expect(stranger).not.toBe(visitor)
    await expectTimeline(url(), stranger, ['Came back'])
    expect(shop.requests[0]).toBe('GET /v1/projects/local-write-key/settings')
    expect(new Set(shop.requests.slice(1))).toEqual(new Set(['POST /v1/b']))
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })

  it('a call on its way is delivered although the visitor leaves, where the page wants so', () =>
    leaveWhileSending({
      ...{ url: url(), browser: browser(), anonymousIdIn, comesBack: false },
      program: (passerby) =>
        load(passerby, delivering(`{ strategy: 'standard', config: { keepalive: true } }`)),
    }))

  it('calls are delivered when the visitor leaves at once', async () => {
    const shop = await openShop(browser(), { passerby: url(), program: load(url()) })
    const visitor = await shop.page.evaluate<string>(anonymousIdIn)
    await shop.page.evaluate(`Promise.all(['A', 'B', 'C'].map((name) => analytics.track(name)))`)
    await shop.leave()
    await expectTimeline(url(), visitor, ['A', 'B', 'C'])
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })

  it('a call that was cut off, because the page wants it so, is delivered by the next page', () =>
    leaveWhileSending({
      ...{ url: url(), browser: browser(), anonymousIdIn, comesBack: true },
      program: (passerby) => load(passerby, delivering('{}')),
    }))

  it('is told that its key is wrong, and sends nothing', async () => {
    const program = load(url()).replace('local-write-key', 'wrong')
    const shop = await openShop(browser(), { passerby: url(), program })
    await shop.logged('"code":"Unauthorized"')
    await shop.page.evaluate(`void analytics.track('Nothing')`)
    expect(shop).toMatchObject({ requests: ['GET /v1/projects/wrong/settings'], outside: [] })
    await shop.close()
  })

  it('works from the script that is ready to be served, as the snippet loads it', async () => {
    const shop = await openShop(browser(), { passerby: url(), program: 'const analytics = []' })
    await shop.page.evaluate(
      `Object.assign(analytics, { _cdn: '${url()}', _writeKey: 'local-write-key' })`,
    )
    await shop.page.addScriptTag({ path: script })
    await shop.page.waitForFunction('globalThis.analytics.initialized === true')
    const visitor = await shop.page.evaluate<string>('analytics.user().anonymousId()')
    await shop.page.evaluate(`analytics.page('Boots')`)
    await shop.page.evaluate(`analytics.identify('snippet-user')`)
    await expectTimeline(url(), visitor, ['page Boots', 'identify'])
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })
}
