import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { HttpRequest } from '@azure/functions'
import { ValidationError } from '../errors/errors.ts'

/** The largest body, compressed or not, in bytes. */
export const largestBody = 500 * 1024

/** Also takes a byte order mark away, which some platforms put before UTF-8. */
const utf8 = new TextDecoder()

/** The JSON of a body, whatever its `Content-Type` says: beacons cannot send another one. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const bytes = await readBytes(request)
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown
  } catch (error) {
    const message =
      bytes.length === 0 ? 'The body is empty; it needs a Content-Length.' : 'The body is not JSON.'
    throw new ValidationError({ code: 'InvalidJson', message, cause: error })
  }
}

async function readBytes(request: HttpRequest): Promise<Buffer> {
  const raw = Buffer.from(await request.arrayBuffer())
  if (raw.length > largestBody) throw tooLarge()
  const encoding = (request.headers.get('content-encoding') ?? '').trim().toLowerCase()
  const decode = decoders.get(encoding)
  if (decode === undefined) {
    throw new ValidationError({
      code: 'UnsupportedEncoding',
      message: 'Content-Encoding must be gzip, deflate, br or identity.',
      target: 'Content-Encoding',
    })
  }
  return decode(raw)
}

type Decoder = (bytes: Buffer) => Promise<Buffer>
type ZlibDecoder = (
  bytes: Buffer,
  options: { maxOutputLength: number },
  callback: (error: Error | null, result: Buffer) => void,
) => void

/** Stops as soon as the output passes the bound, so that a small bomb stays small. */
function bounded(decoder: ZlibDecoder): Decoder {
  return (bytes) =>
    new Promise((resolve, reject) => {
      decoder(bytes, { maxOutputLength: largestBody }, (error, result) => {
        if (error === null) resolve(result)
        else
          reject(
            (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
              ? tooLarge()
              : broken(error),
          )
      })
    })
}

const identity: Decoder = (bytes) => Promise.resolve(bytes)
const decoders: ReadonlyMap<string, Decoder> = new Map([
  ['', identity],
  ['identity', identity],
  ['gzip', bounded(gunzip)],
  ['x-gzip', bounded(gunzip)],
  ['deflate', bounded(inflate)],
  ['br', bounded(brotliDecompress)],
])

function tooLarge(): ValidationError {
  return new ValidationError({
    code: 'BatchTooLarge',
    message: `The body has more than ${largestBody} bytes; send it in parts.`,
  })
}

function broken(cause: Error): ValidationError {
  const message = 'The body is not compressed as Content-Encoding says.'
  return new ValidationError({ code: 'InvalidEncoding', message, cause })
}
