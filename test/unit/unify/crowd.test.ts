import { describe, expect, it } from 'vitest'
import type { Identifier } from '../../../shared/identity/identifier.ts'
import { identifierKey } from '../../../shared/identity/identifier.ts'
import type { Namespaces } from '../../../shared/identity/namespaces.ts'
import { unifyEvents } from '../../../shared/unify/unify-events.ts'
import type { UnifiedEvent } from '../../../shared/unify/unified-event.ts'
import { canonicalState } from '../../doubles/canonical-state.ts'
import { interceptStorage } from '../../doubles/storage-calls.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
} from '../../doubles/test-context.ts'
import { crowdedAbove } from './kiosk.ts'
import { computeAllAgain, readLive, unifiedEvent } from './live-identity.ts'

const id = (namespace: string, value: string | number): Identifier => {
  return { namespace, value: String(value) }
}

function event(index: number, ...identifiers: Identifier[]): UnifiedEvent {
  const [messageId, time] = [`m${index}`, testNow - 1_000_000 + index]
  const plain = { messageId, time, logout: false, identifiers, previous: [] }
  return unifiedEvent(plain, { blob: 'b', index })
}

async function unify(
  storage: MemoryStorage,
  namespaces: Namespaces,
  events: readonly UnifiedEvent[],
): Promise<Map<string, number>> {
  const calls = new Map<string, number>()
  const wrap = interceptStorage((name, call) => {
    calls.set(name, (calls.get(name) ?? 0) + 1)
    return call()
  })
  const { failures } = await unifyEvents({ ...testContext(storage, wrap), namespaces }, events)
  expect([...failures]).toEqual([])
  return calls
}

function readsOf(calls: ReadonlyMap<string, number>): number {
  const reads = [...calls].filter(([name]) => /\.(get|list)$/.test(name))
  return reads.reduce((sum, [, count]) => sum + count, 0)
}

const crowds = {
  'a kiosk cookie': (n: number) => [id('userId', n), id('anonymousId', 'kiosk')],
  'a device of many cookies': (n: number) => [id('deviceId', 'shared'), id('anonymousId', n)],
  'a person of many devices': (n: number) => [id('userId', 'robot'), id('anonymousId', n)],
  'an e-mail of many people': (n: number) => [id('userId', n), id('email', 'info@b.c')],
}

describe.each(Object.entries(crowds))('%s', (_name, identifiers) => {
  const namespaces = crowdedAbove(10, 'anonymousId', 'deviceId', 'userId', 'email')
  const events = Array.from({ length: 40 }, (_, n) => event(n, ...identifiers(n)))

  it('costs a dozen reads an event, however many there are', async () => {
    const storage = memoryStorage()
    for (const [n, one] of events.entries()) {
      const reads = readsOf(await unify(storage, namespaces, [one]))
      if (n > 11) expect(reads, `event ${n}`).toBeLessThanOrEqual(12)
    }
    const atOnce = memoryStorage()
    await unify(atOnce, namespaces, events)
    expect(canonicalState(storage)).toBe(canonicalState(atOnce))
  })

  it('is read through again once so many are allowed', async () => {
    const storage = memoryStorage()
    for (const one of events) await unify(storage, namespaces, [one])
    const roomier = crowdedAbove(100, 'anonymousId', 'deviceId', 'userId', 'email')
    const last = event(events.length, ...identifiers(0))
    await unify(storage, roomier, [last])
    const clean = memoryStorage()
    await unify(clean, roomier, [...events, last])
    expect(canonicalState(storage)).toBe(canonicalState(clean))
  })
})

it('stays closed without being read through where more are allowed, and not enough', async () => {
  const storage = memoryStorage()
  const users = (n: number) => [id('userId', n), id('anonymousId', 'kiosk')]
  const events = Array.from({ length: 400 }, (_, n) => event(n, ...users(n)))
  await unify(storage, crowdedAbove(10, 'anonymousId'), events)
  const roomier = crowdedAbove(300, 'anonymousId')
  const { nodeStore, nodeIdOf } = testContext(storage)
  const before = await nodeStore.read(nodeIdOf(id('anonymousId', 'kiosk')))
  expect(before?.facts.closed?.fan).toBeLessThan(300)
  const last = event(events.length, ...users(0))
  const reads = readsOf(await unify(storage, roomier, [last]))
  expect(reads).toBeLessThan(400)
  const after = await nodeStore.read(nodeIdOf(id('anonymousId', 'kiosk')))
  expect(after?.facts.closed?.fan).toBeGreaterThan(300)
  const again = event(events.length + 1, ...users(1))
  expect(readsOf(await unify(storage, roomier, [again]))).toBeLessThanOrEqual(12)
  const clean = memoryStorage()
  await unify(clean, roomier, [...events, last, again])
  expect(canonicalState(storage)).toBe(canonicalState(clean))
})

it('devices that were nobody, each shared by too many, are somebody once so many are allowed', async () => {
  const devices = event(0, id('deviceId', 'a'), id('anonymousId', 'b'), id('anonymousId', 'c'))
  const storage = memoryStorage()
  await unify(storage, crowdedAbove(1, 'anonymousId', 'deviceId'), [devices])
  expect(await readLive(storage, 10)).toMatchObject({ profiles: [] })
  const roomier = crowdedAbove(2, 'anonymousId', 'deviceId')
  await computeAllAgain(storage, { namespaces: roomier })
  const { profiles } = await readLive(storage, 10)
  expect(profiles.map(({ members }) => members)).toEqual([
    ['anonymousId:b', 'anonymousId:c', 'deviceId:a'],
  ])
})

it('a batch of many people who share a cookie leaves it with those who were too many', async () => {
  const storage = memoryStorage()
  const namespaces = crowdedAbove(10, 'anonymousId')
  const events = Array.from({ length: 1000 }, (_, n) => event(n, ...crowds['a kiosk cookie'](n)))
  await unify(storage, namespaces, events)
  const stored = await testContext(storage).nodeStore.read(
    testContext(storage).nodeIdOf(id('anonymousId', 'kiosk')),
  )
  expect(stored?.facts.closed?.fan).toBeLessThan(250)
  expect(stored?.facts.links.length).toBeLessThan(250)
  const { profiles, detached } = await readLive(storage, 10)
  expect(profiles.length).toBe(1000)
  expect(detached).toEqual([identifierKey(id('anonymousId', 'kiosk'))])
})
