import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { defaultIdentitySettings } from '../../shared/identity/identity-settings.ts'
import { defaultNamespaces } from '../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../shared/identity/namespaces.ts'
import { lazyPhones, withPhones } from '../../shared/identity/phone-number.ts'
import { normaliseCall } from '../../shared/unify/normalise-call.ts'
import type { UnifiedEvent } from '../../shared/unify/unified-event.ts'

/** Events in order of arrival, repeats included, and who each of them really was. */
export interface TrueStream {
  readonly events: readonly UnifiedEvent[]
  /** By messageId; robots are left out. */
  readonly personOf: ReadonlyMap<string, string>
}

const lineSchema = z.looseObject({ receivedAt: z.iso.datetime() })

/**
 * Reads the synthetic stream of 600 people, with its truth; `undefined` where it is absent. It is
 * read as an import of history: without `sentAt`.
 */
export async function readTrueStream(sharedFolder: string): Promise<TrueStream | undefined> {
  const folder = path.join(sharedFolder, 'data', 'synth-stream-dev')
  const files = ['events.jsonl.gz', 'truth.csv'].map((name) => path.join(folder, name))
  const [packed, truth] = await Promise.all(
    files.map((file) => readFile(file).catch(() => undefined)),
  )
  if (packed === undefined || truth === undefined) return undefined
  const lines = gunzipSync(packed).toString('utf8').split('\n').filter(Boolean)
  const events = await withPhones(namespaces, () => lines.map(eventOf))
  return { events, personOf: readTruth(truth.toString('utf8')) }
}

const namespaces = createNamespaces(defaultNamespaces, { phones: lazyPhones() })

function eventOf(line: string, index: number): UnifiedEvent {
  const { sentAt: _sentAt, ...call } = lineSchema.parse(JSON.parse(line))
  const receivedAt = Date.parse(call.receivedAt)
  const { logoutEvents } = defaultIdentitySettings
  const location = { blob: 'stream', index }
  return normaliseCall(
    { location, receivedAt, source: 'stream', call },
    { namespaces, logoutEvents },
  )
}

function readTruth(csv: string): ReadonlyMap<string, string> {
  const rows = csv.split('\n').slice(1)
  const pairs = rows
    .map((row) => row.split(','))
    .map(([id = '', person = '']) => [id, person] as const)
  return new Map(pairs.filter(([id, person]) => id !== '' && person !== 'BOT'))
}
