import type { EventContext } from 'rhea'
import type { SessionInternals } from './rhea-surface.ts'

/** Stands for message format 0; no client uses it. */
const RAW_FORMAT = 0xffffffff

/**
 * Makes a session hand over messages as bytes. rhea decodes messages of format 0 and drops their
 * bytes, but a broker has to pass on what was sent; other formats it leaves alone.
 */
export function receiveRawTransfers(session: SessionInternals): void {
  const onTransfer = session.on_transfer
  session.on_transfer = (frame) => {
    frame.performative.message_format ||= RAW_FORMAT
    onTransfer.call(session, frame)
  }
}

/** The bytes of a received message and its format. */
export function transferOf(event: EventContext): { bytes: Buffer; format: number } {
  const bytes: unknown = event.message
  if (!Buffer.isBuffer(bytes)) throw new Error('the session does not receive raw transfers')
  const format = event.delivery?.format ?? RAW_FORMAT
  return { bytes, format: format === RAW_FORMAT ? 0 : format }
}
