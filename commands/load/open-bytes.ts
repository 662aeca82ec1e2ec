import { createReadStream } from 'node:fs'
import { pipeline, Transform, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { SourceFile } from './source-file.ts'

/** The content of a file, decompressed; `onRead` learns of every piece read from the disk. */
export function openBytes(file: SourceFile, onRead: (bytes: number) => void): Readable {
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onRead(chunk.length)
      done(undefined, chunk)
    },
  })
  const source = createReadStream(file.path, { highWaterMark: 256 * 1024 })
  // An error anywhere destroys the last stream with it, and so reaches whoever reads.
  if (!file.compressed) return pipeline(source, meter, () => undefined)
  return pipeline(source, meter, createGunzip(), () => undefined)
}
