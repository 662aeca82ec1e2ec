import { describe, expect, it } from 'vitest'
import { contextAt, tableName } from '../../../shared/platform/azure/context-at.ts'
import { memoryStorage, testContext, testNow } from '../../doubles/test-context.ts'

describe('the workspace that holds', () => {
  it('begins with the default namespaces, once, whoever comes first', async () => {
    const storage = memoryStorage()
    const [one, two] = [testContext(storage), testContext(storage)]
    const [first, second] = await Promise.all([
      one.workspaceStore.readPointer(),
      two.workspaceStore.readPointer(),
    ])
    expect(second).toEqual(first)
    const workspace = await one.workspaceStore.readDocument(first.pointer.document)
    expect(workspace).toMatchObject({ version: 1, modifiedAt: testNow })
    expect(Object.keys(workspace.namespaces).sort()).toEqual(
      ['anonymousId', 'deviceId', 'email', 'phone', 'userId'].sort(),
    )
  })

  it('moves for one of two who change it at the same time', async () => {
    const { workspaceStore } = testContext()
    const { pointer, etag } = await workspaceStore.readPointer()
    const moved = await Promise.all(
      [2, 3].map((version) => workspaceStore.movePointer({ ...pointer, version }, etag)),
    )
    expect(moved.filter(Boolean)).toHaveLength(1)
  })

  it('keeps what held before: every version is a document of its own', async () => {
    const { workspaceStore } = testContext()
    const { pointer } = await workspaceStore.readPointer()
    const before = await workspaceStore.readDocument(pointer.document)
    const document = await workspaceStore.writeDocument({ ...before, version: 2 })
    expect(document).not.toBe(pointer.document)
    expect(await workspaceStore.readDocument(pointer.document)).toEqual(before)
    expect((await workspaceStore.readDocument(document)).version).toBe(2)
  })
})

describe('a context', () => {
  it('works with the rules that its pointer names, and knows when others hold', async () => {
    const storage = memoryStorage()
    const fixed = testContext(storage)
    const { workspaceStore } = fixed
    const { pointer, etag } = await workspaceStore.readPointer()
    const before = await workspaceStore.readDocument(pointer.document)
    const identity = { ...before.identity, body: { ...before.identity.body, visitGap: 5 } }
    const document = await workspaceStore.writeDocument({ ...before, version: 2, identity })
    const next = { ...pointer, version: 2, document }
    const table = (name: string) => storage.tables[name as keyof typeof storage.tables]
    const old = await contextAt(fixed, pointer, table)
    const waiting = await contextAt(fixed, next, table)
    const holding = await contextAt(fixed, { ...next, identityDocument: document }, table)
    expect([old, waiting, holding].map(({ identity: { visitGap } }) => visitGap)).toEqual([
      30, 30, 5,
    ])
    expect([waiting.workspace.version, waiting.identityVersion]).toEqual([2, 1])
    expect(await old.isCurrent()).toBe(true)
    expect(await workspaceStore.movePointer(next, etag)).toBe(true)
    expect(await old.isCurrent()).toBe(false)
    expect(await waiting.isCurrent()).toBe(true)
  })

  it('has the tables of profiles of its generation, and shares the others', () => {
    expect(['profiles', 'runs'].map((name) => tableName(name, 0))).toEqual(['profiles', 'runs'])
    expect(['profiles', 'runs'].map((name) => tableName(name, 3))).toEqual(['profiles3', 'runs'])
  })
})
