import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SeenIds } from '../../../../commands/load/seen-ids.ts'

it('says of each text whether it was there before, as a set does', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 })), (texts) => {
      const seen = new SeenIds()
      const reference = new Set<string>()
      for (const text of texts) {
        expect(seen.add(text)).toBe(reference.has(text))
        reference.add(text)
      }
    }),
  )
})

it('keeps everything when it grows', () => {
  const seen = new SeenIds()
  const texts = Array.from({ length: 20_000 }, (_item, index) => `message-${index}`)
  expect(texts.filter((text) => seen.add(text))).toEqual([])
  expect(texts.filter((text) => !seen.add(text))).toEqual([])
})
