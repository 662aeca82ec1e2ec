import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { matchingRows, settingsFor } from '../../../commands/query/run-query.ts'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { parseQuery } from '../../../shared/expression/query/parse-query.ts'
import { sharedFolder, withoutShared } from '../../setup/shared-data.ts'

interface Case {
  readonly id: string
  readonly filter?: string
  readonly orderby?: string
  readonly top?: number | string
  readonly skip?: number | string
  /** False: only a request can be made of it, no expression. */
  readonly query?: false
  readonly options?: 'plain' | 'upper'
  readonly expect: { readonly rows?: number[]; readonly count?: number; readonly error?: true }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(sharedFolder, 'scenarios', 'odata', file), 'utf8'))
}

/** The query string that a case is sent as. */
function queryString({ filter, orderby, top, skip, options }: Case): string {
  const spelled = (name: string): string =>
    options === 'plain' ? name : options === 'upper' ? `$${name.toUpperCase()}` : `$${name}`
  return Object.entries({ filter, orderby, top, skip })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${spelled(name)}=${encodeURIComponent(String(value))}`)
    .join('&')
}

describe.skipIf(withoutShared)('the OData cases with computed answers', () => {
  const cases = withoutShared ? [] : (read('queries.json') as Case[])
  const rows = withoutShared ? [] : (read('rows.json') as Record<string, unknown>[])
  const settings = withoutShared
    ? undefined
    : settingsFor(rows, read('types.json') as Record<string, string>)
  const answer = ({ filter, orderby }: Pick<Case, 'filter' | 'orderby'>): number[] => {
    if (settings === undefined) return []
    const query = {
      ...(filter !== undefined && { filter }),
      ...(orderby !== undefined && { orderby }),
    }
    return matchingRows(query, { rows, settings, now: Date.parse('2026-11-25T00:00:00Z') })
  }

  it('are all there', () => {
    expect([cases.length, rows.length]).toEqual([630, 300])
  })

  it.each(cases.filter((one) => one.expect.error !== true))('$id: $filter $orderby', (one) => {
    const found = answer(one)
    const { rows: expected, count } = one.expect
    const skip = Number(one.skip ?? 0)
    expect(found.slice(skip, skip + Number(one.top ?? found.length))).toEqual(expected)
    if (count !== undefined) expect(found.length).toBe(count)
  })

  it.each(cases.filter((one) => one.expect.error === true))(
    '$id: refuses $filter $orderby $top $skip',
    (one) => {
      const ask = one.query === false ? () => parseQuery(queryString(one)) : () => answer(one)
      expect(ask).toThrow(ExpressionError)
    },
  )

  it.each(cases.filter(({ expect: { error } }) => error !== true))(
    '$id: says the same in a query string',
    (one) => {
      const { filter, orderby } = parseQuery(queryString(one))
      expect([filter !== undefined, orderby !== undefined]).toEqual([
        one.filter !== undefined,
        one.orderby !== undefined,
      ])
    },
  )
})
