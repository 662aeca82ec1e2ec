import { gzipSync } from 'node:zlib'
import { factLine, logBlobName } from '../../shared/collect/event-log.ts'
import type { CorrectionFact } from '../../shared/identity/correction.ts'
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

/** What a steward said, as it stands in the log. */
export interface LoggedFact {
  readonly fact: CorrectionFact
}

function callLine({ call, receivedAt = testNow - 60_000 }: LoggedInit): string {
  return JSON.stringify({ receivedAt: new Date(receivedAt).toISOString(), source: 'web', call })
}

let blobs = 0

/** Puts calls and facts into the log, as collect and corrections do; answers the blob's name. */
export function logCalls(
  storage: MemoryStorage,
  logged: readonly (LoggedInit | LoggedFact)[],
): string {
  const lines = logged.map((line) => ('fact' in line ? factLine('ann', line.fact) : callLine(line)))
  const blob = logBlobName(testNow, String((blobs += 1)).padStart(26, '0'))
  storage.eventLog.blobs.set(blob, gzipSync(lines.join('\n')))
  return blob
}
