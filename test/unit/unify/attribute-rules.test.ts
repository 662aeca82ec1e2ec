import { describe, expect, it } from 'vitest'
import { lookUpProfile } from '../../../shared/lookup/look-up-profile.ts'
import { stateInfo } from '../../../shared/lookup/state-info.ts'
import { mostAttributeNames } from '../../../shared/unify/attribute-names.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { attributeRules } from '../../factories/attributes.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

const cookie = { namespace: 'anonymousId', value: 'CookieID1' }

async function send(
  storage: MemoryStorage,
  rules: ReturnType<typeof attributeRules>,
  traits: Record<string, unknown>,
  init: { readonly messageId?: string; readonly timestamp?: string } = {},
) {
  const context = { ...testContext(storage), attributeRules: rules }
  const call = aCall({ type: 'identify', anonymousId: cookie.value, traits, ...init })
  const blob = logCalls(storage, [{ call }])
  expect((await unifyBlobs(context, [blob])).get(blob)).toEqual({ kind: 'done' })
  return { context, receipt: await context.receiptStore.read(blob) }
}

function lookUp(context: ReturnType<typeof testContext>) {
  return lookUpProfile(context, {
    identifier: cookie,
    include: new Set(['attributeSources', 'activities'] as const),
    timeline: { top: 10 },
    nextLink: String,
  })
}

describe('an attribute of a declared type', () => {
  const rules = attributeRules({ name: 'age', type: 'Edm.Int32' })

  it('is not set by what is none of it: that is counted once, and stays in the activity', async () => {
    const storage = memoryStorage()
    const first = { messageId: 'm1', timestamp: '2026-03-01T10:00:00.000Z' }
    await send(storage, rules, { age: '33' }, first)
    const odd = { messageId: 'm2', timestamp: '2026-03-01T11:00:00.000Z' }
    const { receipt, context } = await send(storage, rules, { age: 'old' }, odd)
    expect(receipt?.counters?.refusedAttributes).toEqual({ 'wrongType:age': 1 })
    const again = await send(storage, rules, { age: 'old' }, odd)
    expect(again.receipt?.counters).toMatchObject({ duplicates: 1, refusedAttributes: {} })
    const { refusedAttributes } = await stateInfo(context)
    expect(refusedAttributes).toEqual({ 'wrongType:age': 1 })
    const answer = await lookUp(context)
    expect(answer.attributes).toEqual({ age: 33 })
    expect(answer.attributeSources).toEqual({
      age: { time: first.timestamp, source: 'web', messageId: 'm1' },
    })
    expect(answer.activities?.value[0]?.properties).toEqual({ age: 'old' })
  })

  it('has its old values back when it is declared otherwise and something happens', async () => {
    const storage = memoryStorage()
    const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`
    await send(storage, rules, { age: '33' }, { messageId: 'm1', timestamp: at(10) })
    await send(storage, rules, { age: 'old' }, { messageId: 'm2', timestamp: at(11) })
    const first = attributeRules({ name: 'age', survivorship: 'leastRecent' })
    const text = attributeRules({ name: 'age', type: 'Edm.String' })
    const more = { messageId: 'm3', timestamp: at(9) }
    const { context } = await send(storage, text, { age: 20 }, more)
    expect((await lookUp(context)).attributes).toEqual({ age: 'old' })
    await send(storage, first, { plan: 'pro' }, { messageId: 'm4', timestamp: at(8) })
    expect((await lookUp(context)).attributes).toEqual({ age: 20, plan: 'pro' })
    await send(storage, rules, { plan: 'free' }, { messageId: 'm5', timestamp: at(7) })
    expect((await lookUp(context)).attributes).toEqual({ age: 33, plan: 'pro' })
  })

  it('is stored also when there are too many names', async () => {
    const storage = memoryStorage()
    const names = Array.from({ length: mostAttributeNames + 1 }, (_, index) => `a${index}`)
    const traits = Object.fromEntries(names.map((name) => [name, 1]))
    const { receipt } = await send(storage, rules, traits, { messageId: 'm1' })
    expect(receipt?.counters?.refusedAttributes).toEqual({ tooManyNames: 1 })
    const { context } = await send(
      storage,
      rules,
      { age: 7, late: 1 },
      {
        messageId: 'm2',
        timestamp: '2026-03-01T11:00:00.000Z',
      },
    )
    const { attributes } = await lookUp(context)
    expect(attributes).toMatchObject({ age: 7 })
    expect(attributes).not.toHaveProperty('late')
  })
})
