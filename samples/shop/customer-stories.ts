import { categories, products } from './catalogue.ts'
import { pickHome } from './person.ts'
import { enter, fillCart, newBrowser, visitAt, visitTimes, type Story } from './shop.ts'

/** Looks around first, signs up on a later visit and buys; sometimes again. */
export const becomeCustomer: Story = (shop) => {
  const { random } = shop
  const browser = newBrowser(shop)
  const person = shop.newPerson()
  return visitTimes(shop, random.between(2, 4)).flatMap((start, index) => {
    const visit = visitAt(shop, browser, start)
    if (index === 0) {
      enter(shop, visit, random.pick(categories))
      visit.view(random.pick(products))
      return visit.calls
    }
    fillCart(shop, visit)
    visit.startCheckout()
    if (index === 1) visit.signUp(person)
    if (index === 1 || random.chance(0.4)) visit.order(shop.newOrderId())
    if (random.chance(0.2)) visit.signOut()
    return visit.calls
  })
}

/** Reads on the phone, buys at the desk; signing in on both is what makes them one. */
export const useTwoDevices: Story = (shop) => {
  const { random } = shop
  const person = shop.newPerson()
  const home = pickHome(random)
  const phone = newBrowser(shop, { kind: 'mobile', home })
  const desk = newBrowser(shop, { kind: 'desktop', home })
  const [first = 0, second = 0, third = 0] = visitTimes(shop, 3)
  const wanted = random.pick(products)
  const reading = visitAt(shop, phone, first)
  enter(shop, reading, wanted.category)
  reading.view(wanted)
  const buying = visitAt(shop, desk, second)
  buying.openHome()
  buying.signUp(person)
  buying.view(wanted)
  buying.add(wanted)
  buying.startCheckout()
  buying.order(shop.newOrderId())
  const looking = visitAt(shop, phone, third)
  looking.signIn(person)
  looking.view(random.pick(products))
  return [reading, buying, looking].flatMap(({ calls }) => calls)
}

/** Two people take turns at a tablet; each signs out, the second reads on before signing in. */
export const shareDevice: Story = (shop) => {
  const { random } = shop
  const browser = newBrowser(shop, { kind: 'tablet', home: pickHome(random) })
  const people = [shop.newPerson(), shop.newPerson()]
  return visitTimes(shop, 4).flatMap((start, index) => {
    const visit = visitAt(shop, browser, start)
    const person = people[index % 2]
    enter(shop, visit, random.pick(categories))
    if (person !== undefined && index < 2) visit.signUp(person)
    else if (person !== undefined) visit.signIn(person)
    visit.view(random.pick(products))
    visit.signOut()
    return visit.calls
  })
}
