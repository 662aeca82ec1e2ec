import { hourOfBlob, type EventLog } from '../../shared/collect/event-log.ts'

/** The event log in memory. */
export function memoryEventLog(): EventLog & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>()
  const names = (): string[] => [...blobs.keys()].sort()
  return {
    blobs,
    append: (blob, content) => {
      if (!blobs.has(blob)) blobs.set(blob, content)
      return Promise.resolve()
    },
    read: (blob) => Promise.resolve(blobs.get(blob)),
    list: (hour, start = '') =>
      Promise.resolve(
        names().filter((name) => hourOfBlob(name) === hour && name.startsWith(`${hour}/${start}`)),
      ),
    hours: (from) =>
      Promise.resolve([...new Set(names().map(hourOfBlob))].filter((hour) => hour >= from)),
  }
}
