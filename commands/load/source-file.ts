import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { LoadError } from './load-error.ts'

/** A file to load, as it was when the run began. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string
  readonly name: string
  readonly size: number
  readonly mtimeMs: number
  readonly format: 'ndjson' | 'csv'
  readonly compressed: boolean
}

/** Looks at a file; its first bytes tell whether it is compressed, its name what is in it. */
export async function describeFile(file: string): Promise<SourceFile> {
  try {
    const { size, mtimeMs } = await stat(file)
    const name = path.basename(file)
    const format = /\.(csv|tsv)(\.gz)?$/i.test(name) ? 'csv' : 'ndjson'
    return { path: file, name, size, mtimeMs, format, compressed: await isGzip(file) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new LoadError(`${file}: ${code === 'ENOENT' ? 'there is no such file' : message}`)
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await handle.close()
  }
}
