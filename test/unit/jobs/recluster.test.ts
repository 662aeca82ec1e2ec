import { describe, expect, it } from 'vitest'
import { runJob, startJob } from '../../../shared/jobs/jobs.ts'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { contextAt } from '../../../shared/platform/azure/context-at.ts'
import type { Table } from '../../../shared/platform/azure/table.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import type { Context } from '../../../shared/workspace/context.ts'
import { putDefinition } from '../../../shared/workspace/definitions.ts'
import { followWorkspace } from '../../../shared/workspace/follow-workspace.ts'
import { previewIdentity } from '../../../shared/workspace/preview-identity.ts'
import { withDefinition } from '../../../shared/workspace/definitions.ts'
import {
  memoryStorage,
  testContext,
  testNow,
  type MemoryStorage,
  type TableName,
} from '../../doubles/test-context.ts'
import { memoryDeployment } from '../rebuild/deployment.ts'
import { aCall, logCalls } from '../../factories/calls.ts'
import { crowdedAbove } from '../unify/kiosk.ts'

/** The context of a process that has looked at the workspace just now. */
async function current(storage: MemoryStorage): Promise<Context> {
  const fixed = testContext(storage)
  const { pointer } = await fixed.workspaceStore.readPointer()
  return contextAt(fixed, pointer, (name) => storage.tables[name as keyof typeof storage.tables])
}

const email = (index: number): string => `ann${index}@example.com`
const emails = { kind: 'namespaces', name: 'email' } as const

/** A person who tells three e-mail addresses, one after the other. */
async function annWithThreeAddresses(): Promise<MemoryStorage> {
  const storage = memoryStorage()
  await limitAddresses(storage, 5)
  const calls = [1, 2, 3].map((index) => ({
    call: aCall({
      ...{ type: 'identify', messageId: `m${index}`, anonymousId: `a${index}`, userId: 'ann' },
      traits: { email: email(index) },
      timestamp: new Date(testNow - (10 - index) * 3_600_000).toISOString(),
    }),
  }))
  await unifyBlobs(await current(storage), [logCalls(storage, calls)])
  return storage
}

async function addressesOf(storage: MemoryStorage, value: string): Promise<string[]> {
  const { profile } = await findProfile(await current(storage), { namespace: 'userId', value })
  return profile.identifiers.flatMap(({ namespace, value: address }) =>
    namespace === 'email' ? [address] : [],
  )
}

async function limitAddresses(storage: MemoryStorage, limit: number): Promise<Context> {
  const context = await current(storage)
  const body = { kind: 'person', priority: 2, limit, normalize: 'email', maxPerEvent: 9 }
  await putDefinition(context, emails, { body })
  return current(storage)
}

describe('profiles after a change of the rules', () => {
  it('are computed again by a job, back and forth', async () => {
    const storage = await annWithThreeAddresses()
    expect(await addressesOf(storage, 'ann')).toEqual([1, 2, 3].map(email))
    for (const [limit, addresses] of [
      [2, [2, 3]],
      [3, [1, 2, 3]],
    ] as const) {
      const context = await limitAddresses(storage, limit)
      const work = await followWorkspace(context)
      expect(work?.operationType).toBe('recluster')
      await runJob(context, work?.jobId ?? '')
      expect(await addressesOf(storage, 'ann')).toEqual(addresses.map(email))
      expect(await context.runStore.read(work?.jobId ?? '')).toMatchObject({ status: 'succeeded' })
      expect(await followWorkspace(context)).toBeUndefined()
    }
  })

  it('follow the newest rules when these change while the job runs', async () => {
    const storage = await annWithThreeAddresses()
    const context = await limitAddresses(storage, 2)
    const work = await followWorkspace(context)
    const later = await limitAddresses(storage, 1)
    await runJob(context, work?.jobId ?? '')
    expect(await later.runStore.read(work?.jobId ?? '')).toMatchObject({ status: 'running' })
    expect(storage.jobQueue.woken).toContain(work?.jobId)
    await runJob(later, work?.jobId ?? '')
    expect(await addressesOf(storage, 'ann')).toEqual([email(3)])
    expect(await followWorkspace(later)).toBeUndefined()
  })

  it('are told in advance by a preview, which changes nothing', async () => {
    const storage = await annWithThreeAddresses()
    const context = await current(storage)
    const previewOf = async (body: object): Promise<unknown> => {
      const stamp = { version: 2, modifiedAt: testNow }
      return previewIdentity(context, withDefinition(context.workspace, emails, { body, stamp }))
    }
    const before = structuredClone(storage.tables.profiles.rows())
    const same = { kind: 'person', priority: 2, normalize: 'email', maxPerEvent: 9 }
    expect(await previewOf({ ...same, maxFan: 2 })).toMatchObject({
      ...{ merges: 0, splits: 0, unchanged: 1, examined: 1, complete: true, applies: 'recluster' },
    })
    expect(await previewOf({ ...same, kind: 'device' })).toMatchObject({
      ...{ examined: 1, applies: 'rebuild' },
    })
    expect(storage.tables.profiles.rows()).toEqual(before)
  })

  it('read everybody at a terminal once, not once for each of them', async () => {
    const readsOf = async (people: number): Promise<number> => {
      const storage = memoryStorage()
      let reads = 0
      const table = (inner: Table, name: TableName): Table =>
        name !== 'identities' ? inner : { ...inner, get: (...key) => (reads++, inner.get(...key)) }
      const namespaces = crowdedAbove(2, 'anonymousId')
      const context = { ...testContext(storage, { table }), namespaces }
      const calls = Array.from({ length: people }, (_, index) => ({
        call: aCall({
          ...{ type: 'identify', messageId: `m${index}`, anonymousId: 'kiosk' },
          userId: `u${index}`,
        }),
      }))
      await unifyBlobs(context, [logCalls(storage, calls)])
      reads = 0
      await runJob(context, (await startJob(context, 'recluster')).jobId)
      return reads
    }
    const [few, many] = [await readsOf(12), await readsOf(48)]
    expect(few).toBeGreaterThan(12)
    expect(many).toBeLessThan(8 * few)
  })

  it('are computed also where a part of them takes longer than a worker may be silent', async () => {
    const deployment = memoryDeployment()
    const { nodeIdOf } = await deployment.current()
    const isFirst = (value: string): boolean =>
      nodeIdOf({ namespace: 'anonymousId', value }).startsWith('00')
    const visitors = Array.from({ length: 90_000 }, (_, index) => `v${index}`).filter(isFirst)
    await deployment.receive(
      visitors.map((anonymousId) => ({ call: aCall({ messageId: anonymousId, anonymousId }) })),
    )
    const jobId = await deployment.start('recluster')
    let silent = 0
    let longest = 0
    for (let turn = 0; turn < 5; turn += 1) {
      await deployment.turn(jobId, (name, call) => {
        deployment.advance(180)
        silent = name === 'runs.write' ? 0 : silent + 180
        longest = Math.max(longest, silent)
        return call()
      })
    }
    const job = await deployment.job(jobId)
    expect(job).toMatchObject({ status: 'succeeded', result: { computed: visitors.length } })
    expect(job.updatedAt - job.startedAt).toBeGreaterThan(4 * 60_000)
    // Else it is taken for dead, and what it did of the part is lost.
    expect(longest).toBeLessThan(90_000)
  })
})
