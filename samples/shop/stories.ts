import { categories, products, productsOf } from './catalogue.ts'
import { robots, type Device } from './device.ts'
import { anyTime, enter, fillCart, newBrowser, visitAt, visitTimes, type Story } from './shop.ts'

/** Comes once, looks at a page or two, leaves. */
export const bounce: Story = (shop) => {
  const visit = visitAt(shop, newBrowser(shop), anyTime(shop))
  if (shop.random.chance(0.5)) visit.openHome()
  else visit.view(shop.random.pick(products))
  if (shop.random.chance(0.3)) visit.openCategory(shop.random.pick(categories))
  return visit.calls
}

/** Looks around in a category or two, and may put something into the cart. */
export const browse: Story = (shop) => {
  const { random } = shop
  const browser = newBrowser(shop)
  return visitTimes(shop, random.between(1, 2)).flatMap((start) => {
    const visit = visitAt(shop, browser, start)
    const category = random.pick(categories)
    enter(shop, visit, category)
    for (let views = random.between(1, 4); views > 0; views -= 1) {
      visit.view(random.pick(productsOf(category)))
    }
    if (random.chance(0.15)) visit.add(random.pick(productsOf(category)))
    return visit.calls
  })
}

/** Comes back to the same product again and again and does not buy it. */
export const longFor: Story = (shop) => {
  const { random } = shop
  const browser = newBrowser(shop)
  const category = random.chance(0.6) ? 'leather shoes' : random.pick(categories)
  const wanted = random.pick(productsOf(category))
  return visitTimes(shop, random.between(2, 4)).flatMap((start, index) => {
    const visit = visitAt(shop, browser, start)
    if (index === 0) enter(shop, visit, category)
    visit.view(wanted)
    if (random.chance(0.4)) visit.view(random.pick(productsOf(category)))
    if (random.chance(0.3)) visit.view(wanted)
    return visit.calls
  })
}

/** Goes as far as the checkout and no further. */
export const abandon: Story = (shop) => {
  const visit = visitAt(shop, newBrowser(shop), anyTime(shop))
  fillCart(shop, visit)
  visit.startCheckout()
  return visit.calls
}

/** Buys without an account. */
export const buyAsGuest: Story = (shop) => {
  const visit = visitAt(shop, newBrowser(shop), anyTime(shop))
  fillCart(shop, visit)
  visit.startCheckout()
  visit.order(shop.newOrderId())
  return visit.calls
}

/** Walks through the catalogue, page by page. */
export function crawl(device: Device): Story {
  return (shop) => {
    const browser = { ...newBrowser(shop), device }
    const visit = visitAt(shop, browser, anyTime(shop), { referrer: '' })
    for (const product of products.slice(0, shop.random.between(12, 24))) visit.view(product)
    return visit.calls
  }
}

export const crawlers: readonly Story[] = robots.map(crawl)
