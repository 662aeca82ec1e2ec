import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { sha256Hex } from '../../shared/platform/ids/hash.ts'
import type { Call } from './source-record.ts'

/** A call as it goes out. */
export interface OutboundCall {
  readonly json: string
  readonly bytes: number
  readonly index: number
  readonly line: number
  /** Its `messageId` stood in the files of this run before. */
  readonly repeated: boolean
}

/** What the place of a call in its file adds to it. */
export interface CallPlace {
  readonly index: number
  readonly line: number
  /** Only needed for a call without a `messageId`. */
  readonly fileHash: string | undefined
}

/**
 * Leaves out `sentAt`, which would shift the times of a history to today, and gives a call without
 * a `messageId` one of its file and place, so that a call sent twice is a duplicate.
 */
export function outboundCall(
  call: Call,
  place: CallPlace,
  isRepeated: (messageId: string) => boolean,
): OutboundCall {
  const { sentAt: _sentAt, ...kept } = call
  const messageId = hasMessageId(call)
    ? String(call['messageId'])
    : `load-${sha256Hex(`${place.fileHash ?? ''}:${place.index}`).slice(0, 32)}`
  const json = JSON.stringify(hasMessageId(call) ? kept : { ...kept, messageId })
  const { index, line } = place
  return { json, bytes: Buffer.byteLength(json), index, line, repeated: isRepeated(messageId) }
}

/** What is there but no valid id is for the server to refuse. */
export function hasMessageId(call: Call): boolean {
  const id = call['messageId']
  return id !== undefined && id !== null && id !== ''
}

/** SHA-256 of the file as it lies on the disk. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
