import { compareText } from '../identity/identifier.ts'
import type { LogLocation } from '../profiles/activity.ts'

/** What decides between copies of one message. Times in milliseconds. */
export interface Copy {
  readonly receivedAt: number
  readonly time: number
  readonly contentHash: string
  readonly location: LogLocation
}

/** The best copy of each message among events that came together. */
export function bestCopies<T extends Copy & { readonly messageId: string }>(
  events: readonly T[],
): T[] {
  const best = new Map<string, T>()
  for (const event of events) {
    const other = best.get(event.messageId)
    if (other === undefined || compareCopies(event, other) < 0) best.set(event.messageId, event)
  }
  return [...best.values()]
}

/** The copy that was received first is the event; then time, content and place decide. */
export function compareCopies(a: Copy, b: Copy): number {
  return (
    a.receivedAt - b.receivedAt ||
    a.time - b.time ||
    compareText(a.contentHash, b.contentHash) ||
    compareText(a.location.blob, b.location.blob) ||
    a.location.index - b.location.index
  )
}
