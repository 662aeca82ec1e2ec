import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mostAttributes, type AttributeFact } from '../../../shared/profiles/attribute-fact.ts'
import { noAttributeRules, type AttributeRules } from '../../../shared/profiles/attribute-rules.ts'
import {
  isDivided,
  keepAttributes,
  type NodeAttribute,
} from '../../../shared/profiles/node-attribute.ts'
import { keepsEnough, keepsOwn, keptAsOf } from '../../../shared/profiles/kept-as.ts'
import { hidesLater } from '../../../shared/profiles/keep-told.ts'
import { latestRemovals, survivingAttributes } from '../../../shared/profiles/survivorship.ts'
import { aNodeAttribute, attributeRules, someRules } from '../../factories/attributes.ts'

const cookie = { namespace: 'anonymousId', value: 'c1' }
const ann = { namespace: 'userId', value: 'ann' }
const bob = { namespace: 'userId', value: 'bob' }
const isPerson = (namespace: string): boolean => namespace === 'userId'

const fact = (time: number, init: Partial<NodeAttribute> = {}): NodeAttribute =>
  aNodeAttribute({ value: time, time, ...init })

const kept = (
  facts: readonly NodeAttribute[],
  cuts: readonly number[] = [],
  rules: AttributeRules = noAttributeRules,
) => keepAttributes(facts, { isPerson, cuts, attributeRules: rules })

const anyFact = fc
  .record({
    time: fc.nat({ max: 30 }),
    name: fc.constantFrom('a', 'b'),
    identifiers: fc.constantFrom([cookie], [ann, cookie], [bob, cookie]),
  })
  .map(({ time, name, identifiers }) => fact(time, { name, identifiers, value: name }))

describe('what a home keeps of its attributes', () => {
  it('is the most recent of each name for each person', () => {
    const [old, recent] = [1, 9].map((time) => fact(time, { identifiers: [ann, cookie] }))
    const other = fact(5, { identifiers: [bob, cookie] })
    const { attributes, leftOut } = kept([old, recent, other].flatMap((one) => one ?? []))
    expect(attributes).toEqual([other, { ...recent, since: 1, merged: true }])
    expect(leftOut).toBe('none')
  })

  it('is for nobody in particular the most recent between two changes of person', () => {
    const facts = [1, 4, 6, 9].map((time) => fact(time))
    const times = ({ attributes }: ReturnType<typeof kept>) =>
      attributes.map(({ since, time }) => [since, time])
    expect(times(kept(facts))).toEqual([[1, 9]])
    expect(times(kept(facts, [5]))).toEqual([
      [1, 4],
      [6, 9],
    ])
  })

  it('is divided by a change of person that comes late', () => {
    const one = fact(9, { since: 1, merged: true })
    expect(isDivided(one, { isPerson, cuts: [5] })).toBe(true)
    expect(isDivided(one, { isPerson, cuts: [1, 10] })).toBe(false)
    expect(isDivided({ ...one, identifiers: [ann] }, { isPerson, cuts: [5] })).toBe(false)
    const first = fact(1, { until: 9, merged: true })
    expect(isDivided(first, { isPerson, cuts: [5] })).toBe(true)
  })

  it('does not depend on order, grouping or repeats', () => {
    fc.assert(
      fc.property(fc.array(anyFact), fc.nat(), (facts, cut) => {
        const cuts = [10, 20]
        const at = cut % (facts.length + 1)
        const [head, tail] = [facts.slice(0, at), facts.slice(at)]
        const parts = [...kept(head, cuts).attributes, ...kept(tail, cuts).attributes]
        expect(kept(parts, cuts)).toEqual(kept(facts, cuts))
        expect(kept([...facts, ...facts].reverse(), cuts)).toEqual(kept(facts, cuts))
      }),
    )
  })

  it('of a declared type is also what is none of it, should it be declared otherwise', () => {
    const facts = [fact(1, { value: '7' }), fact(2, { value: 'x' }), fact(3, { value: 'y' })]
    const values = (rules: AttributeRules) => kept(facts, [], rules).attributes
    const number = attributeRules({ name: 'plan', type: 'Edm.Int32' })
    expect(values(number)).toEqual([facts[0], { ...facts[2], since: 2, merged: true }])
    expect(values(noAttributeRules)).toEqual([{ ...facts[2], since: 1, merged: true }])
  })
})

const toldFact = fc
  .record({
    time: fc.nat({ max: 8 }),
    name: fc.constantFrom('a', 'b'),
    value: fc.constantFrom<unknown>(null, null, 1, 'x', { x: 1 }, { x: 1, y: 2 }),
    source: fc.constantFrom('web', 'crm', 'app'),
    identifiers: fc.constantFrom([cookie], [ann, cookie], [bob]),
  })
  .map(({ time, source, ...rest }) =>
    fact(time, { ...rest, source, messageId: `${source}${time}` }),
  )

/** The facts of one owner tell as much when they were kept; `undefined` where that says it cannot. */
function survivingKept(
  facts: readonly NodeAttribute[],
  cut: number,
  rules: AttributeRules,
): AttributeFact[] | undefined {
  const head = kept(facts.slice(0, cut), [], rules)
  const whole = kept([...head.attributes, ...facts.slice(cut)], [], rules)
  const removals = latestRemovals(whole.attributes)
  const isHidden = whole.attributes.some((one) =>
    removals.some((removal) => hidesLater(one, removal, rules)),
  )
  if (head.isUnsure || whole.isUnsure || isHidden) return undefined
  return survivingAttributes(whole.attributes, rules)
}

describe('what a home keeps for the rules of a workspace', () => {
  it('gives the owner of all the same attributes as all facts do, or says that it cannot', () => {
    let told = 0
    const runs = 500
    fc.assert(
      fc.property(fc.array(toldFact, { maxLength: 12 }), fc.nat(), someRules, (all, at, rules) => {
        const facts = [...new Map(all.map((one) => [`${one.name} ${one.messageId}`, one])).values()]
        const surviving = survivingKept(facts, at % (facts.length + 1), rules)
        if (surviving === undefined) return
        told += 1
        expect(surviving).toEqual(survivingAttributes(facts, rules))
      }),
      { numRuns: runs },
    )
    expect(told).toBeGreaterThan(runs * 0.7)
  })

  it('is never unsure while all is there', () => {
    fc.assert(
      fc.property(fc.array(toldFact), someRules, (facts, rules) => {
        expect(kept(facts, [], rules).isUnsure).toBe(false)
      }),
    )
  })

  it('leaves out for all where they need more than 500', () => {
    const sources = Array.from({ length: 60 }, (_, index) => `s${index}`)
    const names = Array.from({ length: 9 }, (_, index) => `a${index}`)
    const facts = sources.flatMap((source, time) =>
      names.map((name) => fact(time, { name, source, messageId: source })),
    )
    const first = attributeRules(
      ...names.map((name) => ({ name, survivorship: 'leastRecent' as const })),
    )
    const whole = kept(facts, [], first)
    expect(whole.attributes).toHaveLength(mostAttributes)
    expect(whole.leftOut).toBe('any')
    expect(new Set(whole.attributes.map(({ name }) => name)).size).toBe(names.length)
    expect(kept(facts).attributes).toHaveLength(names.length)
  })
})

it('has for one owner of all what a profile keeps, however many names and people', () => {
  const numbers = fc.nat({ max: 800 })
  const many = fc.array(fc.tuple(numbers, numbers, fc.constantFrom([cookie], [ann], [bob])), {
    minLength: 1200,
    maxLength: 1500,
  })
  fc.assert(
    fc.property(many, (list) => {
      const facts = list.map(([time, name, identifiers], index) =>
        fact(time, { name: `a${name}`, identifiers, messageId: `m${index}`, value: index }),
      )
      const plain = (some: readonly NodeAttribute[]) => survivingAttributes(some, noAttributeRules)
      let stepwise: readonly NodeAttribute[] = []
      for (let start = 0; start < facts.length; start += 100) {
        stepwise = kept([...stepwise, ...facts.slice(start, start + 100)]).attributes
      }
      const whole = kept(facts)
      expect(whole.leftOut).toBe('shared')
      expect(whole.attributes).toHaveLength(mostAttributes)
      expect(plain(whole.attributes)).toEqual(plain(facts))
      expect(plain(stepwise)).toEqual(plain(facts))
    }),
    { numRuns: 20, endOnFailure: true },
  )
})

describe('a home that is nobody’s', () => {
  const kiosk = { namespace: 'anonymousId', value: 'kiosk' }
  const crowd = Array.from({ length: 600 }, (_, index) =>
    fact(1000 + index, {
      identifiers: [{ namespace: 'userId', value: `u${index}` }, kiosk],
      messageId: `u${index}`,
    }),
  )
  const first = attributeRules({ name: 'plan', survivorship: 'leastRecent' })
  const keptAt = (facts: readonly NodeAttribute[], rules: AttributeRules) =>
    keepAttributes(facts, {
      ...{ isPerson, cuts: [], attributeRules: rules },
      untimed: 'anonymousId:kiosk',
    })
  const own = [1, 2].map((time) => fact(time, { identifiers: [kiosk] }))
  const home = (facts: readonly NodeAttribute[], rules: AttributeRules) => {
    const { attributes, leftOut } = keptAt(facts, rules)
    return {
      identifier: kiosk,
      attributes,
      leftOut,
      keptAs: keptAsOf({ attributes, leftOut }, rules),
    }
  }

  it('keeps first what is its own, whatever it leaves out of others’', () => {
    const { attributes, leftOut } = keptAt([...crowd, ...own], first)
    expect(leftOut).toBe('any')
    expect(attributes).toContainEqual({ ...own[0], until: 2, merged: true })
    const sources = Array.from({ length: 600 }, (_, index) =>
      fact(index, { identifiers: [kiosk], source: `s${index}`, messageId: `s${index}` }),
    )
    expect(keptAt(sources, first).leftOut).toBe('own')
  })

  it('has enough for itself by other rules while its own facts stand alone', () => {
    const alone = home([...crowd, ...own.slice(0, 1)], noAttributeRules)
    expect(keepsEnough(alone, first)).toBe(false)
    expect(keepsOwn(alone, first)).toBe(true)
    const merged = home([...crowd, ...own], noAttributeRules)
    expect(keepsOwn(merged, noAttributeRules)).toBe(true)
    expect(keepsOwn(merged, first)).toBe(false)
  })
})
