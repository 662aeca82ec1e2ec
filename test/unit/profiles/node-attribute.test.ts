import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeAttributes, mostAttributes } from '../../../shared/profiles/attribute-fact.ts'
import {
  isDivided,
  keepAttributes,
  type NodeAttribute,
} from '../../../shared/profiles/node-attribute.ts'

const cookie = { namespace: 'anonymousId', value: 'c1' }
const ann = { namespace: 'userId', value: 'ann' }
const bob = { namespace: 'userId', value: 'bob' }
const isPerson = (namespace: string): boolean => namespace === 'userId'

function fact(time: number, init: Partial<NodeAttribute> = {}): NodeAttribute {
  const plain = { name: 'plan', value: time, time, source: 'web', messageId: `m${time}` }
  return { ...plain, identifiers: [cookie], since: time, ...init }
}

const kept = (facts: readonly NodeAttribute[], cuts: readonly number[] = []) =>
  keepAttributes(facts, { isPerson, cuts })

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
    const { attributes, isCut } = kept([old, recent, other].flatMap((one) => one ?? []))
    expect(attributes).toEqual([other, { ...recent, since: 1 }])
    expect(isCut).toBe(false)
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
    const one = fact(9, { since: 1 })
    expect(isDivided(one, { isPerson, cuts: [5] })).toBe(true)
    expect(isDivided(one, { isPerson, cuts: [1, 10] })).toBe(false)
    expect(isDivided({ ...one, identifiers: [ann] }, { isPerson, cuts: [5] })).toBe(false)
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
        const plain = (some: readonly NodeAttribute[]) =>
          mergeAttributes(some).map(({ name, value, time }) => [name, value, time])
        let stepwise: readonly NodeAttribute[] = []
        for (let start = 0; start < facts.length; start += 100) {
          stepwise = kept([...stepwise, ...facts.slice(start, start + 100)]).attributes
        }
        const whole = kept(facts)
        expect(whole.isCut).toBe(true)
        expect(whole.attributes).toHaveLength(mostAttributes)
        expect(plain(whole.attributes)).toEqual(plain(facts))
        expect(plain(stepwise)).toEqual(plain(facts))
      }),
      { numRuns: 20 },
    )
  })
})
