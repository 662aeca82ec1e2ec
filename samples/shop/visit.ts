import { campaignQuery, type Arrival } from './arrival.ts'
import { currency, searches, shopName, shopUrl, slug, type Product } from './catalogue.ts'
import type { Device } from './device.ts'
import type { Home, Person } from './person.ts'
import type { Random } from './random.ts'

/** A call of the Segment spec (https://segment.com/docs/connections/spec/), still without its messageId. */
export interface ShopCall {
  readonly type: 'page' | 'track' | 'identify'
  readonly anonymousId: string
  readonly userId?: string
  /** ISO 8601. */
  readonly timestamp: string
  readonly [member: string]: unknown
}

/** A browser with its cookie, and what lies in its cart. */
export interface Browser {
  readonly anonymousId: string
  readonly device: Device
  readonly home: Home
  readonly cart: Product[]
  /** Who is signed in. */
  person?: Person | undefined
}

export interface VisitPlan {
  readonly browser: Browser
  readonly arrival: Arrival
  /** Milliseconds. */
  readonly start: number
}

interface Page {
  readonly name: string
  readonly path: string
  readonly title: string
  readonly search: string
}

/** One visit as it happens: every action adds calls, with a pause before. */
export class Visit {
  readonly calls: ShopCall[] = []
  readonly #random: Random
  readonly #browser: Browser
  readonly #arrival: Arrival
  #time: number
  #page: Page | undefined
  #referrer: string

  constructor(random: Random, { browser, arrival, start }: VisitPlan) {
    this.#random = random
    this.#browser = browser
    this.#arrival = arrival
    this.#time = start
    this.#referrer = arrival.referrer
  }

  openHome(): void {
    this.#open({ name: 'Home', path: '/', title: `${shopName}: out there, well equipped` })
  }

  openCategory(category: string): void {
    const title = `${category.charAt(0).toUpperCase()}${category.slice(1)} | ${shopName}`
    this.#open({ name: 'Category', path: `/${slug(category)}`, title })
  }

  search(category: string): void {
    if (this.#page === undefined) this.openHome()
    const query = this.#random.pick(searches[category] ?? [category])
    const search = `?q=${encodeURIComponent(query)}`
    this.#open({ name: 'Search', path: '/search', title: `“${query}” | ${shopName}`, search })
    this.#track('Products Searched', { query })
  }

  view(product: Product): void {
    const path = `/${slug(product.category)}/${slug(product.name)}`
    this.#open({
      name: 'Product',
      path,
      title: `${product.name} by ${product.brand} | ${shopName}`,
    })
    this.#track('Product Viewed', { ...facts(product), url: `${shopUrl}${path}` })
  }

  add(product: Product): void {
    this.#wait(5, 60)
    this.#browser.cart.push(product)
    this.#track('Product Added', { ...facts(product), quantity: 1 })
  }

  startCheckout(): void {
    this.#open({ name: 'Checkout', path: '/checkout', title: `Checkout | ${shopName}` })
    const items = this.#browser.cart
    this.#track('Checkout Started', { value: total(items), currency, products: lines(items) })
  }

  order(orderId: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.#wait(40, 180)
    const items = this.#browser.cart.splice(0)
    const revenue = total(items)
    const shipping = revenue >= 100 ? 0 : 5
    this.#track('Order Completed', {
      ...{ order_id: orderId, revenue, shipping, total: revenue + shipping, currency },
      ...more,
      products: lines(items),
    })
  }

  signUp(person: Person): void {
    this.#open({ name: 'Account', path: '/account/new', title: `Create account | ${shopName}` })
    this.#wait(20, 90)
    this.#browser.person = person
    const { email, firstName, lastName } = person
    const address = { country: this.#browser.home.locale.slice(3) }
    this.#add({ type: 'identify', traits: { email, firstName, lastName, address } })
    this.#track('Signed Up', {})
  }

  signIn(person: Person): void {
    this.#open({ name: 'Account', path: '/account/login', title: `Sign in | ${shopName}` })
    this.#wait(8, 40)
    this.#browser.person = person
    this.#add({ type: 'identify', traits: { email: person.email } })
    this.#track('Signed In', {})
  }

  signOut(): void {
    this.#wait(5, 60)
    this.#track('Signed Out', {})
    this.#browser.person = undefined
  }

  #open({ search = '', ...page }: Omit<Page, 'search'> & { search?: string }): void {
    const before = this.#page
    if (before !== undefined) {
      this.#wait(8, 120)
      this.#referrer = addressOf(before)
    }
    this.#page = { ...page, search: before === undefined ? campaignQuery(this.#arrival) : search }
    this.#add({ type: 'page', name: page.name, properties: this.#pageFacts() })
  }

  #track(event: string, properties: Readonly<Record<string, unknown>>): void {
    this.#time += 300
    this.#add({ type: 'track', event, properties })
  }

  #wait(leastSeconds: number, mostSeconds: number): void {
    this.#time += this.#random.between(leastSeconds * 1000, mostSeconds * 1000)
  }

  #pageFacts(): Record<string, unknown> {
    const page = this.#page ?? { path: '/', title: shopName, search: '', name: 'Home' }
    const { path, title, search } = page
    return { path, title, search, url: addressOf(page), referrer: this.#referrer }
  }

  #add(call: { readonly type: ShopCall['type'] } & Readonly<Record<string, unknown>>): void {
    const { anonymousId, device, home, person } = this.#browser
    const { campaign } = this.#arrival
    // Libraries read the campaign from the address, which has it on the landing page alone.
    const landed = campaign !== undefined && this.#page?.search === campaignQuery(this.#arrival)
    this.calls.push({
      ...call,
      anonymousId,
      ...(person !== undefined && { userId: person.userId }),
      timestamp: new Date(this.#time).toISOString(),
      context: {
        page: this.#pageFacts(),
        ...(landed && { campaign }),
        ...{ ...device, ...home },
        library: { name: 'analytics.js', version: '2.11.1' },
      },
    })
  }
}

function addressOf({ path, search }: Page): string {
  return `${shopUrl}${path}${search}`
}

function facts({ id, name, brand, category, price }: Product): Record<string, unknown> {
  return { product_id: id, sku: `${id}-EU`, name, brand, category, price, currency }
}

function lines(items: readonly Product[]): Record<string, unknown>[] {
  return items.map((item) => ({ ...facts(item), quantity: 1 }))
}

function total(items: readonly Product[]): number {
  return items.reduce((sum, { price }) => sum + price, 0)
}
