import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fitsAttribute,
  longestFact,
  mergeAttributes,
  mostAttributes,
  type AttributeFact,
} from '../../../shared/profiles/attribute-fact.ts'

const fact = (init: Partial<AttributeFact>): AttributeFact => ({
  name: 'plan',
  value: 'pro',
  time: 5,
  source: 'web',
  messageId: 'm1',
  ...init,
})

/** The source of a message is a function of it, as in the log. */
const anyFact: fc.Arbitrary<AttributeFact> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'),
    value: fc.constantFrom(null, 0, 1, '1', true, { x: 1 }, [1]),
    time: fc.nat({ max: 5 }),
    messageId: fc.constantFrom('m1', 'm2', 'm3'),
  })
  .map((init) => fact({ ...init, source: init.messageId }))

describe('the attributes of a profile', () => {
  it('are the most recent fact of each name, by name', () => {
    const facts = [
      fact({ name: 'plan', value: 'free', time: 1 }),
      fact({ name: 'plan', value: 'pro', time: 9 }),
      fact({ name: 'age', value: 7 }),
    ]
    expect(mergeAttributes(facts)).toEqual([facts[2], facts[1]])
  })

  it('keep that one was removed, so that an older value does not come back', () => {
    const removed = fact({ value: null, time: 9 })
    expect(mergeAttributes([removed, fact({ time: 1 })])).toEqual([removed])
    expect(mergeAttributes([removed, fact({ time: 10 })])).toEqual([fact({ time: 10 })])
  })

  it('of the same time are decided by the message, then by the value', () => {
    const [a, b] = [fact({ messageId: 'a', value: 2 }), fact({ messageId: 'b', value: 1 })]
    expect(mergeAttributes([b, a])).toEqual([b])
    expect(mergeAttributes([fact({ value: 1 }), fact({ value: 2 })])).toEqual([fact({ value: 2 })])
  })

  it('do not depend on order, grouping or repeats', () => {
    fc.assert(
      fc.property(fc.array(anyFact), fc.nat(), (facts, cut) => {
        const merged = mergeAttributes(facts)
        const at = cut % (facts.length + 1)
        const [head, tail] = [facts.slice(0, at), facts.slice(at)]
        expect(mergeAttributes([...facts].reverse())).toEqual(merged)
        expect(mergeAttributes([...facts, ...facts])).toEqual(merged)
        expect(mergeAttributes([...mergeAttributes(head), ...mergeAttributes(tail)])).toEqual(
          merged,
        )
      }),
    )
  })
})

describe('more attributes than a profile keeps', () => {
  const many = Array.from({ length: mostAttributes + 50 }, (_, index) =>
    fact({ name: `a${String(index).padStart(4, '0')}`, time: index % 7 }),
  )

  it('are cut to the latest by time, then to the first by name', () => {
    const kept = mergeAttributes(many)
    const expected = [...many]
      .sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1))
      .slice(0, mostAttributes)
      .map(({ name }) => name)
      .sort()
    expect(kept.map(({ name }) => name)).toEqual(expected)
  })

  it('are cut to the same in any order and grouping', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: many.length }), fc.nat(), (facts, cut) => {
        const at = cut % facts.length
        const [head, tail] = [facts.slice(0, at), facts.slice(at)]
        expect(mergeAttributes([...mergeAttributes(head), ...mergeAttributes(tail)])).toEqual(
          mergeAttributes(many),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('take no more room than a row has', () => {
    const long = many.map((other) => longAs(other, longestFact))
    const kept = mergeAttributes(long)
    expect(kept).toHaveLength(mostAttributes)
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(900 * 1024)
  })
})

/** The fact with a value that makes it so many bytes of JSON. */
function longAs(other: AttributeFact, bytes: number): AttributeFact {
  const rest = Buffer.byteLength(JSON.stringify({ ...other, value: '' }))
  return { ...other, value: 'x'.repeat(bytes - rest) }
}

it('a fact is kept when name, value, source and message are short enough together', () => {
  expect(fitsAttribute(longAs(fact({}), longestFact))).toBe(true)
  expect(fitsAttribute(longAs(fact({}), longestFact + 1))).toBe(false)
  expect(fitsAttribute(fact({ value: 'ä'.repeat(longestFact / 2) }))).toBe(false)
  expect(fitsAttribute(fact({ name: '名'.repeat(longestFact / 2) }))).toBe(false)
  for (const value of [null, 0, false, {}, []]) expect(fitsAttribute(fact({ value }))).toBe(true)
})
