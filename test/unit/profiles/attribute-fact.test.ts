import { expect, it } from 'vitest'
import {
  fitsAttribute,
  longestFact,
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
