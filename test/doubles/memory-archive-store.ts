import type { ArchiveStore } from '../../shared/profiles/archive-store.ts'

/** The archive in memory; empty, or with these blobs. */
export function memoryArchiveStore(
  original: ReadonlyMap<string, Uint8Array> = new Map(),
): ArchiveStore & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map(original)
  return {
    blobs,
    write: (blob, content) => {
      if (!blobs.has(blob)) blobs.set(blob, content)
      return Promise.resolve()
    },
    read: ({ blob, offset, length }) =>
      Promise.resolve(blobs.get(blob)?.subarray(offset, offset + length)),
    readAll: (blob) => Promise.resolve(blobs.get(blob)),
    list: ({ after = '', top }) =>
      Promise.resolve(
        [...blobs.keys()]
          .sort()
          .filter((name) => name > after)
          .slice(0, top),
      ),
    remove: (blob) => {
      blobs.delete(blob)
      return Promise.resolve()
    },
  }
}
