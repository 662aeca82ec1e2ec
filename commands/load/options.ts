import path from 'node:path'
import { parseArgs } from 'node:util'
import { orRefused, refused, type Aside } from '../terminal/aside.ts'
import { readUrl } from './read-url.ts'

/** What `npm run load` was asked to do. */
export interface LoadOptions {
  /** Absolute paths. */
  readonly files: readonly string[]
  /** Without a slash at the end. */
  readonly url: string
  readonly key: string
  /** Absolute path of the mapping file. */
  readonly map: string | undefined
  /** Requests in flight. */
  readonly concurrency: number
  /** Forgets how far an earlier run came. */
  readonly restart: boolean
}

export type Request = { readonly kind: 'load'; readonly options: LoadOptions } | Aside

const highestConcurrency = 64

/** Reads the command line; paths are relative to where the user stands. */
export function readRequest(args: readonly string[], userFolder: string): Request {
  return orRefused((): Request => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:7071' },
        key: { type: 'string', default: 'local-write-key' },
        map: { type: 'string' },
        concurrency: { type: 'string', default: '4' },
        restart: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    if (positionals.length === 0) return refused('which files? npm run load -- FILE… (or --help)')
    const url = readUrl(values.url)
    if (url === undefined) return refused(`--url must be an http(s) address, not '${values.url}'`)
    const concurrency = Number(values.concurrency)
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > highestConcurrency) {
      return refused(`--concurrency must be a number from 1 to ${highestConcurrency}`)
    }
    const absolute = (file: string): string => path.resolve(userFolder, file)
    const { key, restart } = values
    const map = values.map === undefined ? undefined : absolute(values.map)
    const files = positionals.map(absolute)
    return { kind: 'load', options: { files, url, key, map, concurrency, restart } }
  })
}
