import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { azureTable } from '../../shared/platform/azure/azure-table.ts'
import { connectStorage } from '../../shared/platform/azure/storage-clients.ts'
import { tableStores } from '../../shared/platform/azure/table-stores.ts'
import type { Identifier } from '../../shared/identity/identifier.ts'
import { unifyEvents } from '../../shared/unify/unify-events.ts'
import type { UnifiedEvent } from '../../shared/unify/unified-event.ts'
import { startAzurite, type Azurite } from '../contract/azurite.ts'
import { canonicalState, unfinished } from '../doubles/canonical-state.ts'
import { memoryStorage, testContext, testNow, type TestContext } from '../doubles/test-context.ts'
import { seededRandom, shuffled } from '../factories/random.ts'
import { storedTables } from '../setup/stored-tables.ts'
import { unifiedEvent } from '../unit/unify/live-identity.ts'
import { crowdedAbove } from '../unit/unify/kiosk.ts'

const [people, workers] = [20, 8]
/** A cookie that more than three people use is nobody's. */
const namespaces = crowdedAbove(3, 'anonymousId')
const names = ['identities', 'messages', 'profiles', 'members', 'due', 'metrics'] as const

/**
 * Each of the people browses on two devices and logs in on both, four of them also at one kiosk;
 * some give the e-mail or use the device of the next one. Some events come in two copies that
 * differ.
 */
function busyDay(): UnifiedEvent[] {
  const id = (namespace: string, value: string): Identifier => ({ namespace, value })
  const visits = Array.from({ length: people }, (_, n) => {
    const [user, phone, pc] = [id('userId', `u${n}`), id('anonymousId', `p${n}`), `pc${n}`]
    const mail = id('email', `${n}@example.com`)
    const next = id('email', `${n + 1}@example.com`)
    return [
      [phone],
      [id('anonymousId', pc)],
      [user, mail, phone],
      [user, id('anonymousId', pc)],
      ...(n % 5 === 0 ? [[user, id('anonymousId', 'kiosk')]] : []),
      ...(n % 4 === 0 ? [[user, next]] : []),
      ...(n % 4 === 2 ? [[user, id('anonymousId', `p${n + 1}`)]] : []),
    ]
  }).flat()
  return visits.flatMap((identifiers, index) => {
    const messageId = `m${index}`
    const time = testNow - 10_000_000 + index * 60_000
    const plain = { messageId, time, logout: false, previous: [] }
    const event = unifiedEvent({ ...plain, identifiers }, { blob: 'a', index })
    if (index % 9 !== 0) return [event]
    const elsewhere = [id('anonymousId', `x${index}`)]
    const copy = { ...plain, identifiers: elsewhere, receivedAt: time + 5000 }
    return [event, unifiedEvent(copy, { blob: 'b', index })]
  })
}

async function unifyPart(context: TestContext, part: readonly UnifiedEvent[]): Promise<void> {
  let cause: unknown
  for (let delivery = 0; delivery < 20; delivery += 1) {
    const { failures } = await unifyEvents(context, part)
    if (failures.size === 0) return
    ;[cause] = failures.values()
  }
  throw new Error('a part is never worked off', { cause })
}

describe('eight workers at once on events of the same twenty people', () => {
  let azurite: Azurite

  beforeAll(async () => {
    azurite = await startAzurite()
    const storage = connectStorage(azurite.connectionString)
    for (const name of names) await storage.table(name).createTable()
  })

  afterAll(() => azurite.stop())

  function worker(): TestContext {
    const storage = connectStorage(azurite.connectionString)
    const context = testContext(memoryStorage())
    const { now, newId } = context
    const table = (name: string) => azureTable(storage.table(name))
    return { ...context, ...tableStores({ table, now, newId }), namespaces }
  }

  it('end as one worker alone does', async () => {
    const events = busyDay()
    const clean = memoryStorage()
    await unifyPart({ ...testContext(clean), namespaces }, events)
    const random = seededRandom(7)
    // Every sixth event goes to two of the workers.
    const hands = Array.from({ length: workers }, (_, hand) =>
      shuffled(
        events.filter((_event, index) => {
          const others = index % 6 === 0 ? [(index * 3 + 1) % workers] : []
          return [index % workers, ...others].includes(hand)
        }),
        random,
      ),
    )
    await Promise.all(
      hands.map(async (hand) => {
        const context = worker()
        for (let start = 0; start < hand.length; start += 10) {
          await unifyPart(context, hand.slice(start, start + 10))
        }
      }),
    )
    const stored = await storedTables(azurite.connectionString)
    expect(canonicalState(stored)).toBe(canonicalState(clean))
    expect(unfinished(stored)).toEqual([])
  }, 240_000)
})
