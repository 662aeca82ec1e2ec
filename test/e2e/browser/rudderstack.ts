import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import { profileOnce } from '../runtime.ts'
import { expectTimeline, readmeProgram } from './expect-timeline.ts'
import { leaveWhileSending } from './leave-while-sending.ts'
import { openShop } from './shop.ts'

const load = (host: string, options = ''): string => `
  import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'
  const analytics = new RudderAnalytics()
  analytics.load('local-write-key', '${host}', { configUrl: '${host}', ${options} })`
const script = 'node_modules/@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js'
const anonymousIdIn = `new Promise((resolve) => analytics.ready(() => resolve(analytics.getAnonymousId())))`

export function rudderSuite(url: () => string, browser: () => Browser): void {
  it('the program of the README makes a visitor, who becomes known', async () => {
    const program = readmeProgram('@rudderstack/analytics-js/bundled', url())
    const shop = await openShop(browser(), { passerby: url(), program })
    const visitor = await shop.page.evaluate<string>(anonymousIdIn)
    const three = await profileOnce(url(), 'userId:jkl012', (p) => p.activityCount === 3)
    expect(three).toMatchObject({ known: true, attributes: { email: 'di@example.com' } })
    await shop.page.evaluate(`analytics.group('acme', { name: 'Acme' })`)
    await shop.page.evaluate(`analytics.alias('jkl012', 'rudder-earlier')`)
    await expectTimeline(url(), visitor, [
      'page Boots',
      'Product viewed',
      'identify',
      'group Acme',
      'alias',
    ])
    await shop.page.evaluate('analytics.reset(true)')
    await shop.page.evaluate(`analytics.track('Came back')`)
    const stranger = await shop.page.evaluate<string>('analytics.getAnonymousId()')
    expect(stranger).not.toBe(visitor)
    await expectTimeline(url(), stranger, ['Came back'])
    expect(shop.requests[0]).toBe('GET /sourceConfig/')
    expect(new Set(shop.requests.slice(1))).toEqual(
      new Set(['page', 'track', 'identify', 'group', 'alias'].map((type) => `POST /v1/${type}`)),
    )
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })

  it.each([
    ['in batches', `queueOptions: { batch: { enabled: true, maxItems: 3 } }`, '/v1/batch'],
    ['looking for ad blockers', `sendAdblockPage: true`, '/sourceConfig/'],
  ])('works %s', async (_how, options, path) => {
    const shop = await openShop(browser(), { passerby: url(), program: load(url(), options) })
    const visitor = await shop.page.evaluate<string>(anonymousIdIn)
    await shop.page.evaluate(`analytics.page('Boots')`)
    await shop.page.evaluate(`analytics.track('A')`)
    await shop.page.evaluate(`analytics.track('B')`)
    // No page for ad blockers: there is none, and the library has found that out.
    await expectTimeline(url(), visitor, ['page Boots', 'A', 'B'])
    expect(shop.requests.map((request) => request.split(' ')[1])).toContain(path)
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })

  it('sends beacons when the visitor leaves', async () => {
    const program = load(url(), 'useBeacon: true')
    const shop = await openShop(browser(), { passerby: url(), program })
    const visitor = await shop.page.evaluate<string>(anonymousIdIn)
    await shop.page.evaluate(`analytics.track('Left')`)
    await shop.leave()
    await expectTimeline(url(), visitor, ['Left'])
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })

  it('is told that its key is wrong, and sends nothing', async () => {
    const program = load(url()).replace('local-write-key', 'wrong')
    const shop = await openShop(browser(), { passerby: url(), program })
    await shop.logged('401')
    await shop.page.evaluate(`analytics.track('Nothing')`)
    expect(shop).toMatchObject({ requests: ['GET /sourceConfig/'], outside: [] })
    await shop.close()
  })

  it('works from the script that is ready to be served', async () => {
    const shop = await openShop(browser(), { passerby: url(), program: 'let analytics' })
    await shop.page.addScriptTag({ path: script })
    await shop.page.evaluate('analytics = new rudderanalytics.RudderAnalytics()')
    await shop.page.evaluate(
      `analytics.load('local-write-key', '${url()}', { configUrl: '${url()}' })`,
    )
    const visitor = await shop.page.evaluate<string>(anonymousIdIn)
    await shop.page.evaluate(`analytics.track('A')`)
    await expectTimeline(url(), visitor, ['A'])
    expect(shop).toMatchObject({ outside: [], errors: [] })
    await shop.close()
  })
}

/** The library takes up what another page has left after ten seconds or more. */
export function cutOffSuite(url: () => string, browser: () => Browser): void {
  it('a call that was cut off is delivered by the next page', () =>
    leaveWhileSending({
      ...{ url: url(), browser: browser(), anonymousIdIn, comesBack: true },
      program: load,
    }))
}
