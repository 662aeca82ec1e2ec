import { describe, expect, it } from 'vitest'
import type { CorrectionFact } from '../../../shared/identity/correction.ts'
import type { Identifier } from '../../../shared/identity/identifier.ts'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import { applyCorrections } from '../../../shared/unify/apply-corrections.ts'
import { mendRows } from '../../../shared/retention/mend-rows.ts'
import type { UnifiedEvent } from '../../../shared/unify/unified-event.ts'
import { unifyEvents } from '../../../shared/unify/unify-events.ts'
import { canonicalState } from '../../doubles/canonical-state.ts'
import type { Table } from '../../../shared/platform/azure/table.ts'
import { interceptStorage, StorageFault } from '../../doubles/storage-calls.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
  type StorageWrap,
  type TableName,
} from '../../doubles/test-context.ts'
import { unifiedEvent } from './live-identity.ts'

/** A device stays with who used it first, and is nobody's once more than two use it. */
const namespaces = createNamespaces(
  defaultNamespaces.map((definition) =>
    definition.name === 'anonymousId'
      ? { ...definition, maxFan: 2, onConflict: 'keepFirst' as const }
      : definition,
  ),
)
const kiosk: Identifier = { namespace: 'anonymousId', value: 'kiosk' }

function event(index: number, hour: number, user?: string): UnifiedEvent {
  const person = user === undefined ? [] : [{ namespace: 'userId', value: user }]
  const time = testNow - 86_400_000 + hour * 3_600_000
  const plain = { messageId: `m${index}`, time, logout: false, previous: [] }
  return unifiedEvent({ ...plain, identifiers: [...person, kiosk] }, { blob: 'b', index })
}

/** Two people log in; what happens at the kiosk later is the second one's, until a third logs in. */
const logins = [event(0, 1, 'u1'), event(1, 3, 'u2')]
const later = event(2, 5)
const third = event(3, 7, 'u3')

async function unify(
  storage: MemoryStorage,
  events: readonly UnifiedEvent[],
  wrap: StorageWrap = {},
): Promise<number> {
  const context = { ...testContext(storage, wrap), namespaces }
  return (await unifyEvents(context, events)).failures.size
}

/** Holds the first such write back until it is let go; then works on, or stops for ever. */
function holding(
  isMeant: (name: TableName, ...write: Parameters<Table['write']>) => boolean,
  stops = false,
) {
  let release = (): void => undefined
  let reached = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const held = new Promise<void>((resolve) => (reached = resolve))
  let state: 'before' | 'held' | 'after' = 'before'
  const stopping = interceptStorage((name, call) => {
    if (state === 'after' && stops) throw new StorageFault(name)
    return call()
  })
  const wrap: StorageWrap = {
    ...stopping,
    table: (table, name) => {
      const inner = stopping.table?.(table, name) ?? table
      const write: Table['write'] = async (partition, writes) => {
        if (state !== 'before' || !isMeant(name, partition, writes))
          return inner.write(partition, writes)
        state = 'held'
        reached()
        await released
        const answer = await inner.write(partition, writes)
        state = 'after'
        return answer
      }
      return { ...inner, write }
    },
  }
  return { wrap, held, release }
}

describe('a row that is written from before an identifier was closed', () => {
  it.each([
    ['is mended by its writer, who sees the mark', false],
    ['is mended when the work of a writer who died is done again', true],
  ])('%s', async (_name, stops) => {
    const clean = memoryStorage()
    await unify(clean, [...logins, later, third])

    const storage = memoryStorage()
    const { nodeStore, nodeIdOf } = testContext(storage)
    await unify(storage, logins)
    const second = nodeIdOf({ namespace: 'userId', value: 'u2' })
    const writer = holding(
      (name, _, writes) => name === 'profiles' && writes[0]?.rowKey === second,
      stops,
    )
    const writing = unify(storage, [later], writer.wrap)
    await writer.held
    // Who sees three people finds the second one's row as it must be, and closes the kiosk.
    expect(await unify(storage, [third])).toBe(0)
    const closed = await nodeStore.read(nodeIdOf(kiosk))
    expect(closed?.facts.closed?.fan).toBe(3)
    writer.release()
    expect(await writing).toBe(stops ? 1 : 0)
    if (stops) {
      expect(canonicalState(storage)).not.toBe(canonicalState(clean))
      expect(await unify(storage, [later])).toBe(0)
    }
    expect(canonicalState(storage)).toBe(canonicalState(clean))
  })

  it('is mended when the job that wrote it is done again', async () => {
    const clean = memoryStorage()
    await unify(clean, [...logins, later, third])

    const storage = memoryStorage()
    await unify(storage, logins)
    const halfWay = interceptStorage((name, call) => {
      if (name === 'profiles.write') throw new StorageFault(name)
      return call()
    })
    expect(await unify(storage, [later], halfWay)).toBe(1)
    const { nodeIdOf } = testContext(storage)
    const second = nodeIdOf({ namespace: 'userId', value: 'u2' })
    const writer = holding(
      (name, _, writes) => name === 'profiles' && writes[0]?.rowKey === second,
      true,
    )
    const first = { namespace: 'userId', value: 'u1' }
    const mend = (wrap: StorageWrap = {}): Promise<void> =>
      mendRows({ ...testContext(storage, wrap), namespaces }, [first], testNow)
    const mending = mend(writer.wrap)
    await writer.held
    expect(await unify(storage, [third])).toBe(0)
    writer.release()
    await expect(mending).rejects.toThrow(StorageFault)
    expect(canonicalState(storage)).not.toBe(canonicalState(clean))
    await mend()
    expect(canonicalState(storage)).toBe(canonicalState(clean))
  })
})

describe('a correction while an identifier is being closed', () => {
  it('keeps it open where it takes away the link that was one too many', async () => {
    const detach: CorrectionFact = {
      ...{ id: 'c', type: 'detach', a: 'userId:u3', reason: 'a guest', by: 'ann' },
      at: isoTime(testNow),
    }
    const clean = memoryStorage()
    await applyCorrections({ ...testContext(clean), namespaces }, [detach])
    await unify(clean, [...logins, later, third])

    const storage = memoryStorage()
    await unify(storage, [...logins, later])
    const { nodeStore, nodeIdOf } = testContext(storage)
    // Its rows are validated: three people use the kiosk. Now it closes that, which is a write of the node alone.
    const closer = holding(
      (name, id, writes) => name === 'identities' && id === nodeIdOf(kiosk) && writes.length === 1,
    )
    const closing = unify(storage, [third], closer.wrap)
    await closer.held
    await applyCorrections({ ...testContext(storage), namespaces }, [detach])
    closer.release()
    expect(await closing).toBe(0)
    expect((await nodeStore.read(nodeIdOf(kiosk)))?.facts.closed).toBeUndefined()
    expect(canonicalState(storage)).toBe(canonicalState(clean))
  })
})

describe('a closed identifier', () => {
  it('stays with whom a steward has joined it to, whoever comes there', async () => {
    const always: CorrectionFact = {
      ...{ id: 'c', type: 'alwaysMatch', a: 'userId:u1', b: 'anonymousId:kiosk' },
      ...{ reason: 'her own', by: 'ann', at: isoTime(testNow) },
    }
    const storage = memoryStorage()
    await applyCorrections({ ...testContext(storage), namespaces }, [always])
    await unify(storage, [...logins, later, third])
    const { nodeIdOf, profileStore } = testContext(storage)
    const contentOf = async () => (await profileStore.read(nodeIdOf(kiosk)))?.content
    const stub = { kind: 'stub', survivor: nodeIdOf({ namespace: 'userId', value: 'u1' }) }
    expect(await contentOf()).toEqual(stub)
    await unify(storage, [event(4, 9)])
    expect(await contentOf()).toEqual(stub)
    const clean = memoryStorage()
    await unify(clean, [...logins, later, third, event(4, 9)])
    await applyCorrections({ ...testContext(clean), namespaces }, [always])
    expect(canonicalState(storage)).toBe(canonicalState(clean))
  })

  it('shows whoever comes there to nobody who was the only one whose visits are stored there', async () => {
    // The others came with a device of their own, where their visits are stored.
    const atDevice = ['u2', 'u3'].map((user, index) => {
      const device = { namespace: 'deviceId', value: `of ${user}` }
      const { identifiers, ...rest } = event(5 + index, 2 + index, user)
      return { ...rest, identifiers: [device, ...identifiers] }
    })
    const alone = event(7, 9)
    const clean = memoryStorage()
    await unify(clean, [...atDevice, event(0, 1, 'u1'), alone])
    const storage = memoryStorage()
    await unify(storage, [event(0, 1, 'u1')])
    await unify(storage, atDevice)
    await unify(storage, [alone])
    expect(canonicalState(storage)).toBe(canonicalState(clean))
  })
})
