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
    [['rows.json', '--filter', 'true', '--filter', 'age gt 5'], '--filter stands there twice'],
  ])('%j: %s', (args, message) => {
    expect(readQueryRequest(args, folder)).toEqual({
      kind: 'refused',
      message: expect.stringContaining(message),
    })
  })

  it('reads a file with a byte order mark', async () => {
    await write('marked.json', `\ufeff${JSON.stringify(rows)}`)
    const result = await runQuery(request('marked.json', '--filter', 'age eq 30'), now)
    expect(result).toEqual({ kind: 'answered', json: JSON.stringify([rows[0]], undefined, 2) })
  })

  it('shows the place in a long line, and nothing that moves the cursor', async () => {
    const filter = `name eq '${'\u{E0041}'.repeat(40)}' and age = 5`
    const shown = String(await answer('--filter', filter)).split('\n')
    expect(shown[2]?.indexOf('^')).toBe(shown[1]?.indexOf('= 5'))
    expect(await answer('--filter', 'age eq 5 \u202e')).not.toContain('\u202e')
  })

  it('takes queries that carry more, but no misspelled condition', async () => {
    await write('cases.json', [{ id: 'q1', filter: 'age eq 30', top: 5, options: 'plain' }])
    expect(await answer('--queries', 'cases.json')).toEqual([{ rows: [0] }])
    await write('cases.json', [{ fliter: 'age eq 30' }])
    await expect(answer('--queries', 'cases.json')).rejects.toThrow(
      'query 0 has "fliter". Did you mean "filter"?',
    )
  })

  it('takes rows nested deeper than the stack', async () => {
    await write('deep.json', `[{"age":1,"tree":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`)
    const result = await runQuery(request('deep.json', '--filter', 'age eq 2'), now)
    expect(result).toEqual({ kind: 'answered', json: '[]' })
  })

  it.each([
    ['{', 'is no JSON: '],
    ['', 'is no JSON: '],
    ['code,age\nA,3', 'Tables (CSV) must be made JSON first.'],
    ['{"age":3}\n{"age":4}\n', 'Put a comma behind each object, and [ ] around all.'],
    ['[\0{\0', 'Save it as UTF-8.'],
    ['{}', 'must hold an array of objects'],
    ['[{},1]', 'what stands at 1 is something else'],
  ])('says what is wrong with a file of %s', async (content, message) => {
    await write('broken.json', content)
    const ask = runQuery(request('broken.json', '--filter', 'true'), now)
    await expect(ask).rejects.toThrow(QueryInputError)
    await expect(ask).rejects.toThrow(message)
  })

  it('says that a file is missing, or a type', async () => {
    const missing = runQuery(request('nothing.json', '--filter', 'true'), now)
    await expect(missing).rejects.toThrow('cannot be read: there is no such file')
    await write('odd.json', { age: 'Edm.Number' })
    const odd = runQuery(request('rows.json', '--filter', 'true', '--types', 'odd.json'), now)
    await expect(odd).rejects.toThrow(
      '--types: at "age" there is no type "Edm.Number". Did you mean Edm.String?',
    )
    await write('odd.json', { age: 'Int32' })
    const near = runQuery(request('rows.json', '--filter', 'true', '--types', 'odd.json'), now)
    await expect(near).rejects.toThrow('Did you mean Edm.Int32?')
    await write('odd.json', { 'address//city': 'Edm.String' })
    const empty = runQuery(request('rows.json', '--filter', 'true', '--types', 'odd.json'), now)
    await expect(empty).rejects.toThrow('is no path')
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
