/** Where an entry lies in an archive blob, in bytes. */
export interface ArchivePlace {
  readonly blob: string
  readonly offset: number
  readonly length: number
}

/** Blobs with what left the tables; written once, named by the day, so that names sort by time. */
export interface ArchiveStore {
  /** Writes a new blob; resolves when it is durable. */
  write(blob: string, content: Uint8Array): Promise<void>
  /** A part of a blob; `undefined` when there is no such blob any more. */
  read(place: ArchivePlace): Promise<Uint8Array | undefined>
  /** All of a blob. */
  readAll(blob: string): Promise<Uint8Array | undefined>
  /** Names of blobs, the oldest first. */
  list(range: { readonly after?: string | undefined; readonly top: number }): Promise<string[]>
  /** Deletes a blob; one that is gone already is no error. */
  remove(blob: string): Promise<void>
}
