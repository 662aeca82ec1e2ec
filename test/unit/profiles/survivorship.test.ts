import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  longestFact,
  mostAttributes,
  type AttributeFact,
} from '../../../shared/profiles/attribute-fact.ts'
import { noAttributeRules, type AttributeRules } from '../../../shared/profiles/attribute-rules.ts'
import { survivingAttributes } from '../../../shared/profiles/survivorship.ts'
import { aFact, attributeRules, type AttributeInput } from '../../factories/attributes.ts'

/** Facts in the order of their times: `web plan=free` is told by source `web`. */
function told(...texts: string[]): AttributeFact[] {
  return texts.map((text, time) => {
    const [, source = '', name = '', value = ''] = /^(\w+) (\w+)=(.*)$/.exec(text) ?? []
    return aFact({ source, name, value: JSON.parse(value) as unknown, time })
  })
}

function staying(facts: readonly AttributeFact[], rules: AttributeRules): Record<string, unknown> {
  return Object.fromEntries(
    survivingAttributes(facts, rules).map(({ name, value }) => [name, value]),
  )
}

type Rule = Pick<AttributeInput, 'survivorship' | 'sources'>
const byPriority: Rule = { survivorship: 'sourcePriority', sources: ['crm', 'web'] }

describe('of the values of an attribute', () => {
  it.each<[string, Rule, string[], Record<string, unknown>]>([
    ['the latest', {}, ['web a=1', 'crm a=2'], { a: 2 }],
    ['nothing, once removed', {}, ['web a=1', 'crm a=null'], {}],
    ['what was told after a removal', {}, ['web a=1', 'crm a=null', 'web a=3'], { a: 3 }],
    ['the first', { survivorship: 'leastRecent' }, ['web a=1', 'crm a=2'], { a: 1 }],
    [
      'the first since it was removed',
      { survivorship: 'leastRecent' },
      ['web a=1', 'crm a=null', 'crm a=2', 'web a=3'],
      { a: 2 },
    ],
    ['the most trusted', byPriority, ['crm a=1', 'web a=2', 'app a=3'], { a: 1 }],
    ['the latest of the most trusted', byPriority, ['crm a=1', 'crm a=2', 'app a=3'], { a: 2 }],
    ['the latest of sources not listed', byPriority, ['app a=1', 'shop a=2'], { a: 2 }],
    ['what a less trusted removal leaves', byPriority, ['crm a=1', 'web a=null'], { a: 1 }],
    ['nothing that a more trusted removed', byPriority, ['web a=1', 'crm a=null'], {}],
    [
      'what a less trusted told after that',
      byPriority,
      ['web a=1', 'crm a=null', 'web a=2'],
      { a: 2 },
    ],
    [
      'the fullest',
      { survivorship: 'mostFilled' },
      ['web a={"x":1,"y":2}', 'web a={"x":3,"y":null}', 'app a=7'],
      { a: { x: 1, y: 2 } },
    ],
    ['the latest as full', { survivorship: 'mostFilled' }, ['web a=1', 'web a=2'], { a: 2 }],
    [
      'a value of a source that did not remove it',
      { survivorship: 'mostFilled' },
      ['web a=1', 'crm a=null'],
      { a: 1 },
    ],
    ['nothing of one that did', { survivorship: 'mostFilled' }, ['web a=1', 'web a=null'], {}],
  ])('stays %s', (_what, rule, texts, expected) => {
    expect(staying(told(...texts), attributeRules({ name: 'a', ...rule }))).toEqual(expected)
  })

  it('of the same time the message decides, then the value', () => {
    const [a, b] = [aFact({ messageId: 'a', value: 2 }), aFact({ messageId: 'b', value: 1 })]
    expect(survivingAttributes([b, a], noAttributeRules)).toEqual([b])
    const same = [aFact({ value: 1 }), aFact({ value: 2 })]
    expect(survivingAttributes(same, noAttributeRules)).toEqual([aFact({ value: 2 })])
  })

  it('one that is none of the declared type does not count, others are converted', () => {
    const facts = told('web age="33"', 'web age="old"', 'web since="2020-01-01"')
    const rules = attributeRules(
      { name: 'age', type: 'Edm.Int32' },
      { name: 'since', type: 'Edm.DateTimeOffset' },
    )
    expect(staying(facts, rules)).toEqual({ age: 33, since: '2020-01-01T00:00:00.000Z' })
    expect(staying(facts, noAttributeRules)).toEqual({ age: 'old', since: '2020-01-01' })
  })
})

describe('a group', () => {
  const address = (rule: Rule): AttributeRules =>
    attributeRules(
      { name: 'city', group: 'address', ...rule },
      { name: 'street', group: 'address' },
      { name: 'zip', group: 'address' },
    )
  const home = ['web street="Old 1"', 'web city="Bonn"', 'web zip="53111"']
  const work = ['crm street="New 2"', 'crm city="Kiel"']

  it.each<[string, Rule, string[], Record<string, unknown>]>([
    ['the one that told last', {}, [...home, ...work], { street: 'New 2', city: 'Kiel' }],
    [
      'with what it told before',
      {},
      [...home, ...work, 'web zip="53113"'],
      { street: 'Old 1', city: 'Bonn', zip: '53113' },
    ],
    [
      'the one that told first',
      { survivorship: 'leastRecent' },
      [...work, ...home, 'crm zip="24103"'],
      { street: 'New 2', city: 'Kiel', zip: '24103' },
    ],
    [
      'the most trusted',
      { survivorship: 'sourcePriority', sources: ['crm'] },
      [...work, ...home],
      { street: 'New 2', city: 'Kiel' },
    ],
    [
      'the one with most values',
      { survivorship: 'mostFilled' },
      [...home, ...work],
      { street: 'Old 1', city: 'Bonn', zip: '53111' },
    ],
    [
      'another when it is emptied',
      { survivorship: 'mostFilled' },
      [...home, ...work, 'web zip=null', 'web city=null'],
      { street: 'New 2', city: 'Kiel' },
    ],
    ['none once all is removed', {}, [...work, 'web street=null', 'web city=null'], {}],
  ])('comes whole from one source: %s', (_what, rule, texts, expected) => {
    expect(staying(told(...texts), address(rule))).toEqual(expected)
  })

  it('that none of its members decides has the latest', () => {
    expect(staying(told(...work, 'web zip="1"'), address({}))).toEqual({ zip: '1' })
  })
})

const anyFact = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'),
    value: fc.constantFrom<unknown>(null, 0, 1, '1', true, { x: 1, y: null }, { x: 2, y: 3 }),
    time: fc.nat({ max: 5 }),
    messageId: fc.constantFrom('m1', 'm2', 'm3'),
  })
  // The source of a message is a function of it, as in the log.
  .map((init) => aFact({ ...init, source: init.messageId }))

const rule = fc.constantFrom<Rule>(
  {},
  { survivorship: 'leastRecent' },
  { survivorship: 'sourcePriority', sources: ['m2', 'm1'] },
  { survivorship: 'mostFilled' },
)
const rules = fc
  .record({ a: rule, c: rule, type: fc.constantFrom(undefined, 'Edm.Int32'), group: fc.boolean() })
  .map(({ a, c, type, group }) =>
    attributeRules(
      { name: 'a', ...a, ...(type === 'Edm.Int32' && { type }), ...(group && { group: 'g' }) },
      { name: 'b', ...(group ? { group: 'g' } : c) },
      { name: 'c', ...c },
    ),
  )

describe('what stays', () => {
  it('does not depend on order and repeats', () => {
    fc.assert(
      fc.property(fc.array(anyFact), rules, (facts, given) => {
        const once = survivingAttributes(facts, given)
        expect(survivingAttributes([...facts].reverse(), given)).toEqual(once)
        expect(survivingAttributes([...facts, ...facts], given)).toEqual(once)
      }),
    )
  })

  it('of two profiles that become one is a value where either had one', () => {
    fc.assert(
      fc.property(fc.array(anyFact), fc.array(anyFact), rule, (mine, yours, given) => {
        const single = attributeRules({ name: 'a', ...given }, { name: 'b', ...given })
        const isRemoval = ({ value }: AttributeFact): boolean => value === null
        fc.pre(!mine.some(isRemoval) && !yours.some(isRemoval))
        const names = (facts: readonly AttributeFact[]) =>
          survivingAttributes(facts, single).map(({ name }) => name)
        const both = new Set([...names(mine), ...names(yours)])
        expect(names([...mine, ...yours])).toEqual([...both].sort())
      }),
    )
  })

  it('of a name, or a group, does not change with facts about others', () => {
    fc.assert(
      fc.property(fc.array(anyFact), rules, (facts, given) => {
        const isC = ({ name }: AttributeFact): boolean => name === 'c'
        const [ofC, others] = [facts.filter(isC), facts.filter((fact) => !isC(fact))]
        const apart = [...survivingAttributes(ofC, given), ...survivingAttributes(others, given)]
        expect(staying(facts, given)).toEqual(
          Object.fromEntries(apart.map(({ name, value }) => [name, value])),
        )
      }),
    )
  })
})

describe('more attributes than a profile keeps', () => {
  const many = Array.from({ length: mostAttributes + 50 }, (_, index) =>
    aFact({ name: `a${String(index).padStart(4, '0')}`, time: index % 7 }),
  )

  it('are cut to the latest by time, then to the first by name, in any order', () => {
    const expected = [...many]
      .sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1))
      .slice(0, mostAttributes)
      .map(({ name }) => name)
      .sort()
    for (const order of [many, many.toReversed(), [...many, ...many]]) {
      const kept = survivingAttributes(order, noAttributeRules)
      expect(kept.map(({ name }) => name)).toEqual(expected)
    }
  })

  it('take no more room than a row has', () => {
    const long = many.map((other) => {
      const rest = Buffer.byteLength(JSON.stringify({ ...other, value: '' }))
      return { ...other, value: 'x'.repeat(longestFact - rest) }
    })
    const kept = survivingAttributes(long, noAttributeRules)
    expect(kept).toHaveLength(mostAttributes)
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(900 * 1024)
  })
})
