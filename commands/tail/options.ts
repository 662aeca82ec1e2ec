import { parseArgs } from 'node:util'
import { parseIsoTime } from '../../shared/platform/clock/iso-time.ts'
import { readUrl } from '../load/read-url.ts'
import { orRefused, refused, type Aside } from '../terminal/aside.ts'

export interface TailOptions {
  /** Without a slash at the end. */
  readonly url: string
  readonly key: string
  readonly status: 'accepted' | 'rejected' | undefined
  /** Milliseconds; `undefined` for the last calls. */
  readonly since: number | undefined
  readonly json: boolean
  readonly once: boolean
}

export type TailRequest = { readonly kind: 'tail'; readonly options: TailOptions } | Aside

/** Reads the command line of `npm run tail`; `now` is what a span of time counts back from. */
export function readTailRequest(args: readonly string[], now: number): TailRequest {
  return orRefused((): TailRequest => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:7071' },
        key: { type: 'string', default: 'local-admin-key' },
        status: { type: 'string' },
        since: { type: 'string' },
        json: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { kind: 'help' }
    const url = readUrl(values.url)
    if (url === undefined) return refused(`--url must be an http(s) address, not '${values.url}'`)
    const { key, status, json, once } = values
    if (status !== undefined && status !== 'accepted' && status !== 'rejected') {
      return refused(`--status must be accepted or rejected, not '${status}'`)
    }
    const since = values.since === undefined ? undefined : readSince(values.since, now)
    if (since === 'unreadable') {
      return refused(
        `--since must be a time as 2026-01-31T12:00:00Z or 15m, not '${values.since ?? ''}'`,
      )
    }
    return { kind: 'tail', options: { url, key, status, since, json, once } }
  })
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

function readSince(text: string, now: number): number | 'unreadable' {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (count !== undefined) return now - Number(count) * (units[unit] ?? 0) * 1000
  return parseIsoTime(text) ?? 'unreadable'
}
