import type { IncomingMessage } from 'node:http'

export type BodyResult =
  | { readonly kind: 'read'; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'too-large' }
  /** The client went away before it had sent everything. */
  | { readonly kind: 'aborted' }

/**
 * Reads the body into memory. As in the real host, only a Content-Length makes a body: a chunked
 * upload is handed over empty, because the app does not use HTTP streaming.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<BodyResult> {
  const length = Number(request.headers['content-length'] ?? 0)
  if (!(length > 0)) return { kind: 'read', bytes: undefined }
  if (length > limit) return { kind: 'too-large' }
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return { kind: 'aborted' }
  }
  return { kind: 'read', bytes: Buffer.concat(chunks) }
}
