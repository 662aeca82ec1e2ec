import { parseArgs } from 'node:util'
import { readUrl } from '../load/read-url.ts'
import { orRefused, refused, type Aside } from '../terminal/aside.ts'
import type { JobTarget } from './job-api.ts'

export type VerifyRequest =
  { readonly kind: 'verify'; readonly target: JobTarget; readonly json: boolean } | Aside

/** Reads the command line of `npm run verify`. */
export function readVerifyRequest(args: readonly string[]): VerifyRequest {
  return orRefused((): VerifyRequest => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:7071' },
        key: { type: 'string', default: 'local-admin-key' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    const url = readUrl(values.url)
    if (url === undefined) return refused(`--url must be an http(s) address, not '${values.url}'`)
    return { kind: 'verify', target: { url, key: values.key }, json: values.json }
  })
}
