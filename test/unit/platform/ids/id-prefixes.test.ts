import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idPrefixes } from '../../../../shared/platform/ids/id-prefixes.ts'
import { createNewId } from '../../../../shared/platform/ids/new-id.ts'

const moment = fc.integer({ min: Date.UTC(2020), max: Date.UTC(2100) })

it('every id of a stretch of time has one of its beginnings, in order', () => {
  fc.assert(
    fc.property(moment, fc.nat(300_000), fc.nat(300_000), (from, length, step) => {
      const until = from + length
      const id = createNewId(() => from + Math.min(step, length))()
      const prefixes = idPrefixes(from, until).map(({ prefix }) => prefix)
      expect(prefixes.filter((prefix) => id.startsWith(prefix))).toHaveLength(1)
      expect(prefixes).toEqual([...prefixes].sort())
    }),
  )
})

it('no id of another time has one of them, but for those close by', () => {
  const [first] = idPrefixes(0, 0)
  expect(first).toEqual({ prefix: '0000000', first: 0, last: 32_767 })
  expect(createNewId(() => 32_768)().startsWith('0000000')).toBe(false)
})
