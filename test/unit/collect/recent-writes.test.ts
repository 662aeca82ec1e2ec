import { expect, it } from 'vitest'
import { createRecentWrites } from '../../../shared/collect/recent-writes.ts'
import { tallyOf } from '../../../shared/collect/tally.ts'

const written = (blob: string, receivedAt: number, bytes = 10) => ({
  blob,
  tally: tallyOf([{ receivedAt, lines: ['line'] }]),
  content: new Uint8Array(bytes),
})

it('tells what has a line received after a moment', () => {
  const writes = createRecentWrites()
  for (const [blob, time] of [['a', 1] as const, ['b', 2] as const])
    writes.note(written(blob, time))
  expect(writes.since(1).map(({ blob }) => blob)).toEqual(['b'])
  expect(writes.since(0)).toHaveLength(2)
})

it('forgets the oldest blobs, and their content before that', () => {
  const writes = createRecentWrites({ blobs: 2, bytes: 15 })
  for (const blob of ['a', 'b', 'c']) writes.note(written(blob, 1))
  expect(writes.since(0).map(({ blob }) => blob)).toEqual(['b', 'c'])
  expect(['a', 'b', 'c'].map((blob) => writes.content(blob)?.byteLength)).toEqual([
    undefined,
    undefined,
    10,
  ])
})
