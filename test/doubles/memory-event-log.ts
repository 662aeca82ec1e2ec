import { hourOfBlob, type EventLog } from '../../shared/collect/event-log.ts'
import type { Tally } from '../../shared/collect/tally.ts'

/** The event log in memory. */
export function memoryEventLog(): EventLog & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>()
  const tallies = new Map<string, Tally | undefined>()
  const names = (): string[] => [...blobs.keys()].sort()
  const list = (hour: string, start: string): string[] =>
    names().filter((name) => hourOfBlob(name) === hour && name.startsWith(`${hour}/${start}`))
  return {
    blobs,
    append: (blob, content, tally) => {
      if (!blobs.has(blob)) {
        blobs.set(blob, content)
        tallies.set(blob, tally)
      }
      return Promise.resolve()
    },
    read: (blob) => Promise.resolve(blobs.get(blob)),
    list: (hour, start = '') => Promise.resolve(list(hour, start)),
    listTallied: (hour, start = '') =>
      Promise.resolve(list(hour, start).map((blob) => ({ blob, tally: tallies.get(blob) }))),
    hours: (from) =>
      Promise.resolve([...new Set(names().map(hourOfBlob))].filter((hour) => hour >= from)),
  }
}
