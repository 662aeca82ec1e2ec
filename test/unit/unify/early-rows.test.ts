import { expect, it } from 'vitest'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { namespaceDefinitionSchema } from '../../../shared/identity/namespace-definition.ts'
import type { IdentityEvent } from '../../../shared/identity/fold-events.ts'
import { unifyEvents } from '../../../shared/unify/unify-events.ts'
import { canonicalState } from '../../doubles/canonical-state.ts'
import { interceptStorage, type Interceptor } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { unifiedEvent } from './live-identity.ts'

const [user, app] = [
  { name: 'user', kind: 'person', priority: 1, limit: 1 },
  { name: 'app', kind: 'device', priority: 2, maxFan: 1 },
] as const
const namespaces = createNamespaces(
  [user, app].map((definition) => namespaceDefinitionSchema.parse(definition)),
)
const login = (messageId: string, value: string, index: number) => {
  const identifiers = [
    { namespace: 'user', value },
    { namespace: 'app', value: 'kiosk' },
  ]
  const event: IdentityEvent = { messageId, time: index, logout: false, identifiers, previous: [] }
  return unifiedEvent(event, { blob: 'b', index })
}

/** Holds back the first call of a name; tells when it has come. */
function holdFirst(name: string) {
  let release = (): void => undefined
  let reached = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const held = new Promise<void>((resolve) => (reached = resolve))
  let isFirst = true
  const intercept: Interceptor = async (called, call) => {
    if (called !== name || !isFirst) return call()
    isFirst = false
    reached()
    await released
    return call()
  }
  return { intercept, held, release }
}

const worker = (storage: MemoryStorage, intercept: Interceptor) => ({
  ...testContext(storage, interceptStorage(intercept)),
  namespaces,
})

it('a row that somebody writes between our look and our facts is noticed, though we write none', async () => {
  const [first, second] = [login('m0', 'a', 0), login('m1', 'b', 1)]
  const clean = memoryStorage()
  await unifyEvents({ ...testContext(clean), namespaces }, [first, second])

  const storage = memoryStorage()
  // One has committed the first login and is about to write: the kiosk is hers.
  const writer = holdFirst('profiles.write')
  const one = unifyEvents(worker(storage, writer.intercept), [first])
  await writer.held
  // Another looks at the rows, of which there are none, and is about to commit the second login.
  const committer = holdFirst('identities.write')
  const other = unifyEvents(worker(storage, committer.intercept), [second])
  await committer.held
  writer.release()
  expect((await one).failures.size).toBe(0)
  // With it the kiosk is nobody's: it needs no row, but it has one by now.
  committer.release()
  expect((await other).failures.size).toBe(0)
  expect(canonicalState(storage)).toBe(canonicalState(clean))
})
