import { describe, expect, it } from 'vitest'
import { stateInfo } from '../../../shared/lookup/state-info.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { endOf, type MemoryDeployment } from './deployment.ts'
import { later, withStory } from './story.ts'
import { logCalls } from '../../factories/calls.ts'
import type { IdentitySettings } from '../../../shared/identity/identity-settings.ts'
import type { WorkspaceStore } from '../../../shared/workspace/workspace-store.ts'

async function counts(deployment: MemoryDeployment): Promise<unknown> {
  const { asOf: _asOf, ...state } = await stateInfo(await deployment.current())
  return state
}

describe('a rebuild', () => {
  it('makes the same profiles, timelines, memberships and counts, and tells nobody', async () => {
    const deployment = await withStory()
    const before = { state: canonicalState(deployment.tables(0)), counts: await counts(deployment) }
    const told = deployment.storage.changeFeed.published.length
    const job = await endOf(deployment, await deployment.start('rebuild'))
    expect(job).toMatchObject({
      status: 'succeeded',
      progress: { done: 1, total: 1 },
      result: { generation: 1, events: 8 },
    })
    expect(await deployment.generation()).toBe(1)
    expect(canonicalState(deployment.tables(1))).toBe(before.state)
    expect(unfinished(deployment.tables(1))).toEqual([])
    expect(await counts(deployment)).toEqual(before.counts)
    expect(deployment.storage.changeFeed.published).toHaveLength(told)
  })

  it('can be followed by another one, and old tables go an hour after they were replaced', async () => {
    const deployment = await withStory()
    const clean = canonicalState(deployment.tables(0))
    await endOf(deployment, await deployment.start('rebuild'))
    expect(await endOf(deployment, await deployment.start('rebuild'))).toMatchObject({
      status: 'succeeded',
      result: { generation: 2 },
    })
    await deployment.minute()
    expect([...deployment.storage.moreTables.keys()]).toContain('profiles1')
    deployment.advance(60 * 60_000)
    await deployment.minute()
    expect([...deployment.storage.moreTables.keys()]).not.toContain('profiles1')
    expect(canonicalState(deployment.tables(2))).toBe(clean)
    expect(canonicalState(deployment.tables(0))).not.toBe(clean)
    const versions = deployment
      .tables(2)
      .tables.profiles.rows()
      .map(([, { cells }]) => cells['version'])
    expect(versions.every((version) => Number(version) > 2_000_000)).toBe(true)
  })

  it('leaves what waits in the queue to the workers', async () => {
    const deployment = await withStory()
    const blob = logCalls(deployment.storage, later)
    const jobId = await deployment.start('rebuild')
    await deployment.turn(jobId)
    expect(await deployment.job(jobId)).toMatchObject({ status: 'succeeded' })
    const { receiptStore } = await deployment.current()
    expect(await receiptStore.read(blob)).toBeUndefined()
    const told = deployment.storage.changeFeed.published.length
    deployment.storage.eventQueue.blobs.add(blob)
    await deployment.workOff()
    expect(deployment.storage.changeFeed.published.length).toBeGreaterThan(told)
  })

  it('switches nothing when blobs that were worked off can be read no more', async () => {
    const deployment = await withStory()
    const [blob = ''] = [...deployment.storage.eventLog.blobs.keys()].sort()
    deployment.storage.eventLog.blobs.set(blob, new Uint8Array([1, 2, 3]))
    const job = await endOf(deployment, await deployment.start('rebuild'))
    expect(job).toMatchObject({
      status: 'failed',
      error: 'Log blobs cannot be worked off again; nothing was switched.',
      result: { lostBlobs: 1, first: [{ blob }] },
    })
    expect(await deployment.generation()).toBe(0)
    await deployment.minute()
    expect([...deployment.storage.moreTables.keys()]).toEqual([])
  })

  it('switches nothing when what was built is not what the log says', async () => {
    const deployment = await withStory()
    const jobId = await deployment.start('rebuild')
    let isLost = false
    await deployment.turn(jobId, async (name, call) => {
      const built = deployment.storage.moreTables.get('identities1')
      const [place] = built?.rows().filter(([, { rowKey }]) => rowKey.startsWith('a-')) ?? []
      // Only the verification reads across identifiers.
      if (!isLost && name === 'identities.list' && place !== undefined) {
        isLost = true
        const [partition, { rowKey }] = place
        await built?.write(partition, [{ kind: 'delete', rowKey, etag: '*' }])
      }
      return call()
    })
    expect(await deployment.job(jobId)).toMatchObject({
      status: 'failed',
      error: 'What was built is not what the log says; nothing was switched.',
      result: { ok: false, differences: { missing: 1, facts: 1 } },
    })
    expect(await deployment.generation()).toBe(0)
    await deployment.minute()
    expect([...deployment.storage.moreTables.keys()]).toEqual([])
  })

  it('takes over that a blob was given up', async () => {
    const deployment = await withStory()
    const [blob = ''] = [...deployment.storage.eventLog.blobs.keys()].sort()
    deployment.storage.eventLog.blobs.set(blob, new Uint8Array([1, 2, 3]))
    const before = await deployment.current()
    await before.receiptStore.remove(blob)
    await before.receiptStore.giveUp({ blob, status: 'failed', counters: undefined, time: 0 })
    await endOf(deployment, await deployment.start('rebuild'))
    const after = await deployment.current()
    expect(await after.receiptStore.read(blob)).toMatchObject({ status: 'failed' })
  })
})

describe('definitions that change during a rebuild', () => {
  it('make it start over under the new ones', async () => {
    const deployment = await withStory()
    const { workspaceStore } = await deployment.current()
    const jobId = await deployment.start('rebuild')
    let isChanged = false
    await deployment.turn(jobId, async (name, call) => {
      if (!isChanged && name === 'messages.write') {
        isChanged = true
        await changeIdentity(workspaceStore, { visitGap: 5 })
      }
      return call()
    })
    expect(await deployment.job(jobId)).toMatchObject({
      status: 'succeeded',
      result: { generation: 2 },
    })
    const { identity, pointer } = await deployment.current()
    expect(identity.visitGap).toBe(5)
    expect(pointer.identityDocument).toBe(pointer.document)
    await deployment.minute()
    expect([...deployment.storage.moreTables.keys()]).not.toContain('profiles1')
  })

  it('do not when they say the same', async () => {
    const deployment = await withStory()
    const { workspaceStore } = await deployment.current()
    const jobId = await deployment.start('rebuild')
    let isChanged = false
    await deployment.turn(jobId, async (name, call) => {
      if (!isChanged && name === 'messages.write') {
        isChanged = true
        await changeIdentity(workspaceStore, {})
      }
      return call()
    })
    expect(await deployment.job(jobId)).toMatchObject({
      status: 'succeeded',
      result: { generation: 1 },
    })
    const { pointer } = await deployment.current()
    expect(pointer).toMatchObject({ version: 2, generation: 1 })
    expect(pointer.identityDocument).toBe(pointer.document)
  })

  it('hold once it has switched, where stored facts could not follow', async () => {
    const deployment = await withStory()
    const { workspaceStore } = await deployment.current()
    await changeIdentity(workspaceStore, { visitGap: 5 }, 'later')
    expect((await deployment.current()).identity.visitGap).toBe(30)
    await endOf(deployment, await deployment.start('rebuild'))
    expect((await deployment.current()).identity.visitGap).toBe(5)
  })
})

async function changeIdentity(
  store: WorkspaceStore,
  change: Partial<IdentitySettings>,
  when: 'now' | 'later' = 'now',
): Promise<void> {
  const { pointer, etag } = await store.readPointer()
  const workspace = await store.readDocument(pointer.document)
  const identity = { ...workspace.identity, body: { ...workspace.identity.body, ...change } }
  const version = pointer.version + 1
  const document = await store.writeDocument({ ...workspace, version, identity })
  const identityDocument = when === 'now' ? document : pointer.identityDocument
  expect(await store.movePointer({ ...pointer, version, document, identityDocument }, etag)).toBe(
    true,
  )
}
