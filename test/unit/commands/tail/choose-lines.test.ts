import { describe, expect, it } from 'vitest'
import { chooseLines, moreLine } from '../../../../commands/tail/choose-lines.ts'
import { entryAt } from './entries.ts'

const accepted = (count: number) => Array.from({ length: count }, (_, ms) => entryAt(ms))
const rejected = (count: number) =>
  Array.from({ length: count }, (_, ms) => entryAt(ms, { status: 'rejected', code: 'InvalidCall' }))
const byTime = (a: { time: string }, b: { time: string }) => (a.time < b.time ? -1 : 1)

describe('a sample', () => {
  it('is everything where that can be read', () => {
    const entries = [...accepted(15), ...rejected(5)].sort(byTime)
    const chosen = chooseLines({ entries, accepted: 15, rejected: 5 }, 20)
    expect(chosen).toEqual({ entries, accepted: 0, rejected: 0 })
  })

  it('has every refused call first, and the accepted ones spread over the time', () => {
    const entries = [...accepted(100), ...rejected(4)].sort(byTime)
    const chosen = chooseLines({ entries, accepted: 1_500, rejected: 4 }, 20)
    expect(chosen.entries).toHaveLength(20)
    expect(chosen.entries.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    expect(chosen.entries).toEqual([...chosen.entries].sort(byTime))
    expect(chosen).toMatchObject({ accepted: 1_484, rejected: 0 })
    const times = chosen.entries.map(({ time }) => Number(time.slice(20, 23)))
    expect(times.at(-1)).toBeGreaterThan(90)
  })

  it('has refused calls alone where they are too many', () => {
    const entries = [...accepted(100), ...rejected(50)]
    const chosen = chooseLines({ entries, accepted: 100, rejected: 60 }, 20)
    expect(chosen.entries.every(({ status }) => status === 'rejected')).toBe(true)
    expect(chosen).toMatchObject({ accepted: 100, rejected: 40 })
  })
})

it('what is not shown is told in one line', () => {
  expect(moreLine({ accepted: 1_480, rejected: 2 }, 1.04)).toBe(
    '… 1,482 more in 1 s (1,480 accepted, 2 refused)',
  )
  expect(moreLine({ accepted: 3, rejected: 0 }, 4.6)).toBe(
    '… 3 more in 5 s (3 accepted, 0 refused)',
  )
})
