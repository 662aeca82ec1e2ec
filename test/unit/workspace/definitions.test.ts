import { describe, expect, it } from 'vitest'
import {
  ConflictError,
  NotFoundError,
  ValidationError,
} from '../../../shared/platform/errors/errors.ts'
import { contextAt } from '../../../shared/platform/azure/context-at.ts'
import {
  deleteDefinition,
  putDefinition,
  readDefinition,
  setActive,
} from '../../../shared/workspace/definitions.ts'
import { putIdentity } from '../../../shared/workspace/identity-definition.ts'
import type { Workspace } from '../../../shared/workspace/workspace.ts'
import { memoryStorage, testContext, type TestContext } from '../../doubles/test-context.ts'

const loyalty = { kind: 'namespaces', name: 'loyaltyId' } as const
const body = { kind: 'person', priority: 2, limit: 1 }

async function current({ workspaceStore }: TestContext): Promise<Workspace> {
  const { pointer } = await workspaceStore.readPointer()
  return workspaceStore.readDocument(pointer.document)
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('a definition', () => {
  it('is created by PUT with its defaults, and found again with a version', async () => {
    const context = testContext()
    const { created, definition } = await putDefinition(context, loyalty, { body })
    expect(created).toBe(true)
    expect(definition).toMatchObject({
      version: 2,
      active: true,
      body: { name: 'loyaltyId', onConflict: 'moveToLatest', normalize: 'none', maxFan: 1000 },
    })
    expect(readDefinition(await current(context), loyalty)).toEqual(definition)
  })

  it('stays as it is when it says the same again', async () => {
    const context = testContext()
    const first = await putDefinition(context, loyalty, { body })
    const again = await putDefinition(context, loyalty, { body: { ...body, name: 'loyaltyId' } })
    expect(again.created).toBe(false)
    expect(again.definition).toEqual(first.definition)
    expect((await current(context)).version).toBe(2)
  })

  it('never has a version twice, not even after it was taken out', async () => {
    const context = testContext()
    await putDefinition(context, loyalty, { body })
    await deleteDefinition(context, loyalty, {})
    const { definition } = await putDefinition(context, loyalty, { body })
    expect(definition.version).toBe(4)
  })

  it('that exists is not created again', async () => {
    const context = testContext()
    const error = await refusal(
      putDefinition(context, { kind: 'namespaces', name: 'email' }, { body, isNew: true }),
    )
    expect(error).toBeInstanceOf(ConflictError)
    expect(error).toMatchObject({ code: 'DefinitionExists', target: '/name' })
  })

  it('is changed only in the state that If-Match names', async () => {
    const context = testContext()
    const change = { body, ifMatch: new Set([7]) }
    expect(await refusal(putDefinition(context, loyalty, change))).toMatchObject({
      code: 'PreconditionFailed',
    })
    await putDefinition(context, loyalty, { body })
    expect(
      await refusal(deleteDefinition(context, loyalty, { ifMatch: new Set([1]) })),
    ).toMatchObject({
      code: 'PreconditionFailed',
      message: 'If-Match: the definition has version 2 by now.',
    })
    const off = await setActive(context, loyalty, { active: false, ifMatch: new Set([2]) })
    expect(off.definition).toMatchObject({ active: false, version: 3 })
    await deleteDefinition(context, loyalty, { ifMatch: '*' })
    expect(await refusal(deleteDefinition(context, loyalty, {}))).toBeInstanceOf(NotFoundError)
  })

  it('keeps what two people change at the same time', async () => {
    const storage = memoryStorage()
    const [one, two] = [testContext(storage), testContext(storage)]
    await Promise.all([
      putDefinition(one, loyalty, { body }),
      putDefinition(two, { kind: 'namespaces', name: 'crmId' }, { body: { ...body, priority: 4 } }),
    ])
    expect(Object.keys((await current(one)).namespaces)).toEqual(
      expect.arrayContaining(['loyaltyId', 'crmId']),
    )
  })

  it.each([
    [{ kind: 'robot', priority: 1 }, '/kind'],
    [{ kind: 'person' }, '/priority'],
    [{ kind: 'person', priority: 1, colour: 'red' }, '/colour'],
    [{ kind: 'person', priority: 1, name: 'other' }, '/name'],
    [[], ''],
    ['text', ''],
  ])('with the mistake %j is refused with its place', async (wrong, target) => {
    const error = await refusal(putDefinition(testContext(), loyalty, { body: wrong }))
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ code: 'InvalidDefinition', target })
  })

  it.each(['customerId', '__proto__', 'a-b', ''])('cannot be called %j', async (name) => {
    const target = { kind: 'namespaces', name } as const
    expect(await refusal(putDefinition(testContext(), target, { body }))).toMatchObject({
      code: 'InvalidDefinition',
      target: '/name',
    })
  })
})

describe('what a change asks for', () => {
  it('is nothing while no event has a value of the namespace', async () => {
    const context = testContext()
    const { impact } = await putDefinition(context, loyalty, { body })
    expect(impact).toBe('none')
    const { pointer } = await context.workspaceStore.readPointer()
    expect(pointer.identityDocument).toBe(pointer.document)
  })

  it.each([
    [{ limit: 3 }, 'rebuild'],
    [{ limit: 1, maxFan: 10 }, 'recluster'],
    [{ limit: 1, onConflict: 'keepFirst' }, 'recluster'],
    [{ limit: 1, priority: 9 }, 'rebuild'],
    [{ limit: 1, kind: 'device' }, 'rebuild'],
    [{ limit: 1, normalize: 'lower' }, 'rebuild'],
    [{ limit: 1, blocked: ['0000'] }, 'rebuild'],
  ])('is for %j of a namespace in use: %s', async (change, impact) => {
    const context = testContext()
    await putDefinition(context, loyalty, { body })
    await context.seenNamespaces.note(new Set(['loyaltyId']))
    const changed = await putDefinition(context, loyalty, { body: { ...body, ...change } })
    expect(changed.impact).toBe(impact)
    const { computedFrom } = await current(context)
    expect(computedFrom).toBe(impact === 'recluster' ? 3 : 1)
  })

  it.each([
    [{ maxIdentifiers: 10 }, 'recluster', 10],
    [{ visitGap: 5, maxIdentifiers: 10 }, 'rebuild', 100],
    [{ unknownIdleDays: 5, maxIdentifiers: 100 }, 'none', 100],
  ])('is for the settings %j: %s', async (settings, impact, inForce) => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const change = await putIdentity(context, { body: settings })
    expect(change.impact).toBe(impact)
    const { pointer } = await context.workspaceStore.readPointer()
    const table = (name: string) => storage.tables[name as keyof typeof storage.tables]
    const { identity, workspace } = await contextAt(context, pointer, table)
    expect(identity.maxIdentifiers).toBe(inForce)
    expect(workspace.identity.body).toMatchObject(settings)
  })

  it('waits for the rebuild together with what came before, unless that is taken back', async () => {
    const context = testContext()
    const impacts = []
    for (const settings of [{ visitGap: 5 }, { visitGap: 5, maxIdentifiers: 10 }, {}]) {
      impacts.push((await putIdentity(context, { body: settings })).impact)
    }
    expect(impacts).toEqual(['rebuild', 'rebuild', 'none'])
    const { pointer } = await context.workspaceStore.readPointer()
    expect(pointer.identityDocument).toBe(pointer.document)
  })

  it('refuses a region of telephone numbers that there is not', async () => {
    expect(
      await refusal(putIdentity(testContext(), { body: { phoneRegion: 'XX' } })),
    ).toMatchObject({
      code: 'InvalidDefinition',
      target: '/phoneRegion',
    })
  })
})
