import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { expectTimeline } from './expect-timeline.ts'
import { startProxy } from './proxy.ts'
import { openShop } from './shop.ts'

export interface Leaving {
  readonly url: string
  readonly browser: Browser
  /** The page's program, for the address where it finds Passerby. */
  readonly program: (passerby: string) => string
  /** An expression for the visitor's anonymousId. */
  readonly anonymousIdIn: string
  /** Whether she enters the page again. */
  readonly comesBack: boolean
}

/** A visitor leaves while a call of hers is on its way and held up; it must arrive all the same. */
export async function leaveWhileSending(leaving: Leaving): Promise<void> {
  const { url, browser, program, anonymousIdIn, comesBack } = leaving
  const proxy = await startProxy(url)
  const shop = await openShop(browser, { passerby: proxy.url, program: program(proxy.url) })
  const visitor = await shop.page.evaluate<string>(anonymousIdIn)
  const { arrived, release } = proxy.hold()
  await shop.page.evaluate(`void analytics.track('On its way')`)
  await arrived
  await shop.leave()
  release()
  if (comesBack) await shop.enter()
  await expectTimeline(url, visitor, ['On its way'])
  expect(shop.outside).toEqual([])
  await shop.close()
  await proxy.close()
}
