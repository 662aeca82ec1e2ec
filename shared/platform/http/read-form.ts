import type { HttpRequest } from '@azure/functions'

/** More than any form of ours needs, in bytes. */
const largestForm = 4096

/** The fields of a form as browsers send it; `undefined` when it is far too large to be one. */
export async function readForm(request: HttpRequest): Promise<URLSearchParams | undefined> {
  const bytes = Buffer.from(await request.arrayBuffer())
  return bytes.length > largestForm ? undefined : new URLSearchParams(bytes.toString('utf8'))
}
