import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { timelineOf } from '../runtime/client.ts'
import type { SentEvent } from './steady-events.ts'

/** How many events are not on the timeline of the visitor who sent them. */
export async function missingEvents(url: string, sent: readonly SentEvent[]): Promise<number> {
  const byKey = new Map<string, string[]>()
  for (const { key, messageId } of sent) {
    const name = `${key.namespace}:${key.value}`
    byKey.set(name, [...(byKey.get(name) ?? []), messageId])
  }
  const missing = await mapLimited([...byKey], 4, async ([key, messageIds]) => {
    const shown = new Set(await timelineOf(url, key))
    return messageIds.filter((messageId) => !shown.has(messageId)).length
  })
  return missing.reduce((sum, count) => sum + count, 0)
}
