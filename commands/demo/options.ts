import { parseArgs } from 'node:util'
import { readUrl } from '../load/read-url.ts'
import { orRefused, refused, type Aside } from '../terminal/aside.ts'
import type { Target } from './api.ts'

export type DemoRequest =
  { readonly kind: 'demo'; readonly target: Target; readonly pause: boolean } | Aside

/** Reads the command line of `npm run demo`. */
export function readDemoRequest(args: readonly string[]): DemoRequest {
  return orRefused((): DemoRequest => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:7071' },
        'write-key': { type: 'string', default: 'local-write-key' },
        'read-key': { type: 'string', default: 'local-read-key' },
        'admin-key': { type: 'string', default: 'local-admin-key' },
        pause: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    const url = readUrl(values.url)
    if (url === undefined) return refused(`--url must be an http(s) address, not '${values.url}'`)
    const keys = {
      write: values['write-key'],
      read: values['read-key'],
      admin: values['admin-key'],
    }
    return { kind: 'demo', target: { url, keys }, pause: values.pause }
  })
}
