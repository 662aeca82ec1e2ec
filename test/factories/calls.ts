import { gzipSync } from 'node:zlib'
import { logBlobName } from '../../shared/collect/event-log.ts'
import { testNow, type MemoryStorage } from '../doubles/test-context.ts'

export type CallInit = Record<string, unknown>

/** A call as it stands in the log; what a test does not care about is filled in. */
export function aCall(init: CallInit = {}): CallInit {
  return {
    type: 'track',
    messageId: 'm1',
    anonymousId: 'cookie-1',
    event: 'Product Viewed',
    timestamp: '2026-03-01T10:00:00.000Z',
    ...init,
  }
}

export interface LoggedInit {
  readonly call: CallInit
  /** Milliseconds; a minute before the tests' clock where it is left out. */
  readonly receivedAt?: number
}

let blobs = 0

/** Puts calls into the log, as collect does; answers the blob's name. */
export function logCalls(storage: MemoryStorage, logged: readonly LoggedInit[]): string {
  const lines = logged.map(({ call, receivedAt = testNow - 60_000 }) =>
    JSON.stringify({ receivedAt: new Date(receivedAt).toISOString(), source: 'web', call }),
  )
  const blob = logBlobName(testNow, String((blobs += 1)).padStart(26, '0'))
  storage.eventLog.blobs.set(blob, gzipSync(lines.join('\n')))
  return blob
}
