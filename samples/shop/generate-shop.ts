import { becomeCustomer, shareDevice, useTwoDevices } from './customer-stories.ts'
import { mobileGuest } from './mobile-guest.ts'
import { createPeople } from './person.ts'
import { createRandom } from './random.ts'
import type { Shop, Story } from './shop.ts'
import { abandon, bounce, browse, buyAsGuest, crawlers, longFor } from './stories.ts'
import type { ShopCall } from './visit.ts'

const days = 14
/** The last call of the file is about then; who loads the file moves all times. */
const until = Date.UTC(2026, 0, 15, 17)

/** Who comes to the shop: 500 visitors, robots among them. */
const cast: readonly (readonly [count: number, story: Story])[] = [
  [1, mobileGuest],
  [130, bounce],
  [150, browse],
  [80, longFor],
  [40, abandon],
  [30, buyAsGuest],
  [40, becomeCustomer],
  [21, useTwoDevices],
  [4, shareDevice],
  ...crawlers.map((story) => [1, story] as const),
]

/** The visitors of the sample shop and all their calls, oldest first; the same in every run. */
export function generateShop(): { readonly visitors: number; readonly calls: ShopCall[] } {
  const random = createRandom(20_260_115)
  let orders = 0
  const shop: Shop = {
    random,
    from: until - days * 24 * 60 * 60_000,
    until,
    newPerson: createPeople(random),
    newOrderId: () => `order-${String((orders += 1)).padStart(4, '0')}`,
  }
  const stories = cast.flatMap(([count, story]) => Array.from({ length: count }, () => story))
  const calls = stories.flatMap((story) => story(shop))
  const sorted = calls.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp))
  return { visitors: stories.length, calls: sorted.map(withMessageId) }
}

function withMessageId(call: ShopCall, index: number): ShopCall {
  return { messageId: `shop-${String(index + 1).padStart(5, '0')}`, ...call }
}
