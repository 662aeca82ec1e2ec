import { organic } from './arrival.ts'
import { products, type Product } from './catalogue.ts'
import { homes } from './person.ts'
import { newBrowser, visitAt, type Story } from './shop.ts'

export const mobileGuestId = 'mobile_guest123'

const minute = 60_000
const hour = 60 * minute

/**
 * The visitor that the documentation speaks of: on her phone, from a search engine, without a name.
 * She has ordered trail shoes before they are out, wants leather boots, has looked at them again
 * and again, and has not bought them. Her first call begins the shop's days, her last one ends them.
 */
export const mobileGuest: Story = (shop) => {
  const phone = newBrowser(shop, { kind: 'mobile', home: homes.austria })
  const browser = { ...phone, anonymousId: mobileGuestId }
  const boots = named('Arlberg Leather Boot')
  const starts = [shop.from, shop.until - 52 * hour, shop.until - 27 * hour]
  const visits = starts.map((start) => visitAt(shop, browser, start, organic))
  const [ordering, looking, returning] = visits
  const preOrdered = named('Karwendel Trail GTX')
  ordering?.view(preOrdered)
  ordering?.add(preOrdered)
  ordering?.startCheckout()
  ordering?.order(shop.newOrderId(), { pre_order: true })
  looking?.search('leather shoes')
  looking?.view(boots)
  looking?.view(named('Isar Chelsea Boot'))
  returning?.view(boots)
  const last = visitAt(shop, browser, shop.until - 12 * minute, organic)
  last.openCategory('leather shoes')
  last.view(boots)
  return [...visits, last].flatMap(({ calls }) => calls)
}

function named(name: string): Product {
  const product = products.find((candidate) => candidate.name === name)
  if (product === undefined) throw new Error(`the shop has no ${name}`)
  return product
}
