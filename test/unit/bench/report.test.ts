import { describe, expect, it } from 'vitest'
import { readBenchRequest } from '../../../bench/options.ts'
import { formatMatrix, formatRows } from '../../../bench/report/format-table.ts'
import { matrixOf } from '../../../bench/report/matrix.ts'
import { roundedText, verdictOf } from '../../../bench/report/row.ts'

describe('a figure', () => {
  const row = { name: 'x', value: 5, unit: 'ms' }

  it('is ok up to its budget, or from it on', () => {
    expect(verdictOf({ ...row, budget: { atMost: 5 } })).toBe('ok')
    expect(verdictOf({ ...row, budget: { atMost: 4.9 } })).toBe('over')
    expect(verdictOf({ ...row, budget: { atLeast: 5 } })).toBe('ok')
    expect(verdictOf({ ...row, budget: { atLeast: 6 } })).toBe('over')
    expect(verdictOf(row)).toBeUndefined()
  })

  it('is printed with the digits that mean something', () => {
    expect([0.12345, 1.2345, 12.345, 1234.5, 16, -22.34].map(roundedText)).toEqual([
      '0.123',
      '1.23',
      '12.3',
      '1235',
      '16',
      '-22.3',
    ])
  })
})

describe('a table', () => {
  it('is aligned', () => {
    const rows = [
      { name: 'look-up', value: 3.14159, unit: 'ms', budget: { atMost: 10 } },
      { name: 'unify', value: 99, unit: 'events/s', budget: { atLeast: 150 } },
    ]
    expect(formatRows(rows).split('\n')).toEqual([
      '         value  unit      budget',
      'look-up   3.14  ms          ≤ 10  ok',
      'unify       99  events/s   ≥ 150  over',
    ])
  })

  it('of columns shows 0 for what a column lacks, lines by name', () => {
    const matrix = matrixOf('Requests', [
      ['old', new Map([['write', 2]])],
      ['new', new Map([['read', 1]])],
    ])
    expect(formatMatrix(matrix).split('\n')).toEqual([
      'Requests  old  new',
      'read        0    1',
      'write       2    0',
    ])
  })
})

describe('the command line', () => {
  const known = ['main', 'refresh']

  it('names benchmarks; none means all', () => {
    expect(readBenchRequest([], known)).toEqual({ kind: 'run', names: known, quick: false })
    expect(readBenchRequest(['refresh', '--quick'], known)).toEqual({
      kind: 'run',
      names: ['refresh'],
      quick: true,
    })
  })

  it('is refused in one line that lists the names', () => {
    const message = "There is no benchmark 'x'; there are: main, refresh"
    expect(readBenchRequest(['x'], known)).toEqual({ kind: 'refused', message })
    expect(readBenchRequest(['--fast'], known)).toMatchObject({ kind: 'refused' })
  })
})
