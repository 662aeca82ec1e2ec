import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readQueryRequest, type QueryOptions } from '../../../../commands/query/options.ts'
import { QueryInputError } from '../../../../commands/query/read-input.ts'
import { modelOfRows } from '../../../../commands/query/row-model.ts'
import { runQuery } from '../../../../commands/query/run-query.ts'
import { typeText } from '../../../../shared/expression/types/edm-type.ts'

const now = Date.parse('2026-05-31T12:00:00.000Z')
const rows = [
  { name: 'Ann', age: 30, tags: ['vip'], address: { city: 'Oslo' } },
  { name: 'Bo', age: 5, UnifiedActivity: [{ ActivityType: 'page', Properties: { price: 5 } }] },
  { name: 'Cy', points: '9007199254740993' },
]

describe('npm run query', () => {
  let folder: string
  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(
      path.join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  const request = (...args: string[]): QueryOptions => {
    const read = readQueryRequest(args, folder)
    if (read.kind !== 'query') throw new Error(JSON.stringify(read))
    return read
  }
  const answer = async (...args: string[]): Promise<unknown> => {
    const result = await runQuery(request('rows.json', ...args), now)
    return result.kind === 'answered' ? JSON.parse(result.json) : result.message
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'passerby-query-'))
    await write('rows.json', rows)
    await write('types.json', {
      points: 'Edm.Int64',
      'UnifiedActivity/ActivityTime': 'Edm.DateTimeOffset',
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('prints the rows that match, as they are', async () => {
    expect(await answer('--filter', "age gt 10 or name eq 'Cy'")).toEqual([rows[0], rows[2]])
  })

  it('prints them in order; without a filter all of them', async () => {
    expect(await answer('--orderby', 'age desc,name')).toEqual([rows[0], rows[1], rows[2]])
    expect(await answer('--orderby', 'age,name')).toEqual([rows[2], rows[1], rows[0]])
  })

  it('goes by declared types', async () => {
    const filter = ['--filter', 'points eq 9007199254740993']
    expect(await answer(...filter, '--types', 'types.json')).toEqual([rows[2]])
    expect(await answer(...filter)).toContain('TypeMismatch in --filter')
  })

  it('knows activities that no row has by their declared types', async () => {
    const filter = "UnifiedActivity/any(a: a/ActivityTime gt now() sub duration'P1D')"
    expect(await answer('--filter', filter, '--types', 'types.json')).toEqual([])
  })

  it('shows an error with its place', async () => {
    expect(await answer('--filter', 'age = 5')).toBe(
      "InvalidSyntax in --filter: An operator (eq, ne, gt, and, or …) or the end is expected, not '='. " +
        'Write eq for equality.\n  age = 5\n      ^',
    )
    expect(await answer('--filter', 'age eq 5', '--orderby', 'tags')).toBe(
      'TypeMismatch in --orderby: Collection(String) has no order.\n  tags\n  ^',
    )
  })

  it('answers a file of queries with indexes and errors', async () => {
    await write('queries.json', [
      { filter: 'age gt 10' },
      { filter: 'age ge 5', orderby: 'age' },
      {},
      { filter: 'agee gt 10' },
      { orderby: 'age,' },
    ])
    expect(await answer('--queries', 'queries.json')).toEqual([
      { rows: [0] },
      { rows: [1, 0] },
      { rows: [0, 1, 2] },
      { error: { code: 'UnknownProperty', message: expect.stringContaining('age?'), position: 0 } },
      { error: { code: 'InvalidSyntax', message: expect.any(String), position: 4 } },
    ])
  })

  it.each([
    [['rows.json'], 'either --filter and --orderby, or --queries'],
    [['--filter', 'true'], 'one file of rows'],
    [['rows.json', 'more.json', '--filter', 'true'], 'one file of rows'],
    [['rows.json', '--filter', 'true', '--queries', 'q.json'], 'either'],
    [['rows.json', '--filtr', 'true'], '--filtr'],
  ])('%j: %s', (args, message) => {
    expect(readQueryRequest(args, folder)).toEqual({
      kind: 'refused',
      message: expect.stringContaining(message),
    })
  })

  it.each([
    ['{', 'is no JSON'],
    ['{}', 'must hold an array of objects'],
    ['[1]', 'must hold an array of objects'],
  ])('says what is wrong with a file of %s', async (content, message) => {
    await write('broken.json', content)
    const ask = runQuery(request('broken.json', '--filter', 'true'), now)
    await expect(ask).rejects.toThrow(QueryInputError)
    await expect(ask).rejects.toThrow(message)
  })

  it('says that a file is missing, or a type', async () => {
    const missing = runQuery(request('nothing.json', '--filter', 'true'), now)
    await expect(missing).rejects.toThrow('cannot be read (ENOENT)')
    await write('odd.json', { age: 'Edm.Number' })
    const odd = runQuery(request('rows.json', '--filter', 'true', '--types', 'odd.json'), now)
    await expect(odd).rejects.toThrow('age: there is no type Edm.Number')
  })
})

describe('the model of rows', () => {
  const types = (...values: unknown[]): string | undefined => {
    const { properties } = modelOfRows(values.map((value) => ({ value })))
    const type = properties.get('value')?.type
    return type && typeText(type)
  }

  it('goes by value: text over number over boolean', () => {
    expect(types('a', 1, true)).toBe('String')
    expect(types(1, true, null)).toBe('Double')
    expect(types(true)).toBe('Boolean')
    expect(types(null)).toBe('dynamic')
    expect(types([1], null)).toBe('Collection(Double)')
    expect(types({ a: 1 })).toBe('value')
    expect(types({ a: 1 }, 'a')).toBe('dynamic')
  })
})
