import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Acknowledged } from '../../../../commands/load/acknowledged.ts'
import type { Batch } from '../../../../commands/load/batch-calls.ts'

function aBatch(sequence: number, lastIndex: number): Batch {
  const call = { json: '{}', bytes: 2, index: lastIndex, line: lastIndex, repeated: false }
  return { sequence, calls: [call] }
}

it('never passes a batch that is not answered yet', () => {
  const acknowledged = new Acknowledged(5)
  acknowledged.add(aBatch(1, 20))
  expect(acknowledged.upTo).toBe(5)
  acknowledged.add(aBatch(0, 10))
  expect(acknowledged.upTo).toBe(20)
})

it('comes to the end in whatever order the answers arrive', () => {
  const order = fc
    .integer({ min: 1, max: 30 })
    .chain((count) =>
      fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
    )
  fc.assert(
    fc.property(order, (sequences) => {
      const acknowledged = new Acknowledged(0)
      for (const sequence of sequences) acknowledged.add(aBatch(sequence, (sequence + 1) * 10))
      expect(acknowledged.upTo).toBe(sequences.length * 10)
    }),
  )
})
