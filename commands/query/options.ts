import path from 'node:path'
import { parseArgs } from 'node:util'
import { orRefused, refused, type Aside } from '../terminal/aside.ts'
import { usage } from './help.ts'

export interface QueryOptions {
  readonly kind: 'query'
  readonly rows: string
  readonly types: string | undefined
  /** A file of queries, instead of one. */
  readonly queries: string | undefined
  readonly filter: string | undefined
  readonly orderby: string | undefined
}

/** Reads the command line; paths are relative to where the user stands. */
export function readQueryRequest(
  args: readonly string[],
  userFolder: string,
): QueryOptions | Aside {
  return orRefused((): QueryOptions | Aside => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        filter: { type: 'string', multiple: true },
        orderby: { type: 'string', multiple: true },
        types: { type: 'string', multiple: true },
        queries: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    const [rows, ...more] = positionals
    if (rows === undefined || more.length > 0) return refused(`one file of rows, please: ${usage}`)
    const twice = Object.entries(values).find(([, list]) => Array.isArray(list) && list.length > 1)
    if (twice !== undefined) {
      return refused(`--${twice[0]} stands there twice; conditions are joined with and`)
    }
    const [filter, orderby] = [values.filter?.[0], values.orderby?.[0]]
    const [types, queries] = [values.types?.[0], values.queries?.[0]]
    const isSingle = filter !== undefined || orderby !== undefined
    if (isSingle === (queries !== undefined)) {
      return refused(`either --filter and --orderby, or --queries, please: ${usage}`)
    }
    const located = (file?: string): string | undefined => file && path.resolve(userFolder, file)
    return {
      kind: 'query',
      rows: path.resolve(userFolder, rows),
      types: located(types),
      queries: located(queries),
      filter,
      orderby,
    }
  })
}
