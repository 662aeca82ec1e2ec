import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { archivedOnes, everyone } from '../../../shared/profiles/member-store.ts'
import { day, plain, visitors, type Visitors } from './visitors.ts'

/** A device that two cookies share says nothing about who is one. */
const namespaces = createNamespaces(
  defaultNamespaces.map((one) => (one.name === 'deviceId' ? { ...one, maxFan: 1 } : one)),
)
const kiosk = { context: { device: { id: 'kiosk' } } }
const phone = { context: { device: { id: 'phone' } } }

/**
 * A visitor with a cookie and a device, two who share a device that says nothing about either, one
 * with more activities than a transaction takes, and somebody known.
 */
export async function archiveable(): Promise<Visitors> {
  const world = visitors({ namespaces })
  await world.send(
    { messageId: 'a', anonymousId: 'c1', type: 'identify', traits: { plan: 'pro' } },
    { messageId: 'b', anonymousId: 'c1', ...phone },
    { messageId: 'c', anonymousId: 'c2', ...kiosk },
    { messageId: 'd', anonymousId: 'c3', ...kiosk },
    { messageId: 'k', anonymousId: 'c5', userId: 'u5' },
    ...Array.from({ length: 120 }, (_, index) => ({ messageId: `m${index}`, anonymousId: 'c4' })),
  )
  world.at(31 * day)
  return world
}

export const keys = [
  ...['c1', 'c2', 'c3', 'c4', 'c5'].map((value) => `anonymousId:${value}`),
  ...['phone', 'kiosk'].map((value) => `deviceId:${value}`),
]

/** What everybody's look-ups answer, archived or not. */
export async function answers(world: Visitors): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const key of keys) found[key] = plain(await world.lookUp(key, { top: 1000 }))
  return found
}

/** Who is archived, how many rows of activities the tables have, the counts, what is due. */
export async function shape(world: Visitors): Promise<unknown> {
  const { identities, due } = world.storage.tables
  const { memberStore } = world.context()
  const archived: string[] = []
  for (const key of keys) if ((await world.lookUp(key))?.archived) archived.push(key)
  return {
    archived,
    activities: identities.rows().filter(([, { rowKey }]) => rowKey !== 'node').length,
    live: await memberStore.count(everyone),
    away: await memberStore.count(archivedOnes),
    due: due.rows().length,
  }
}

/** What brings everybody back. */
export const returns = [
  { messageId: 'r1', anonymousId: 'c1' },
  { messageId: 'r2', anonymousId: 'c2' },
  { messageId: 'r4', anonymousId: 'c4', userId: 'u4' },
]
