import { networkReason } from '../load/network-reason.ts'
import { DemoError, NoAnswerError } from './demo-error.ts'
import { layOutJson } from './lay-out-json.ts'

/** A Passerby and the keys to it. */
export interface Target {
  /** Without a slash at the end. */
  readonly url: string
  readonly keys: Readonly<Record<Role, string>>
}

export type Role = 'write' | 'read' | 'admin'

/** A request as the demo makes and shows it; with a body it is a POST. */
export interface ApiRequest {
  readonly role: Role
  /** With its query; begins with a slash. */
  readonly path: string
  readonly body?: unknown
}

export interface ApiAnswer {
  readonly status: number
  /** Parsed; `undefined` where it is no JSON. */
  readonly body: unknown
}

export type Api = (request: ApiRequest) => Promise<ApiAnswer>

const longestRequestMs = 30_000

/** Talks to a Passerby; throws a DemoError where that is of no use. */
export function createApi(target: Target): Api {
  return async (request) => {
    const response = await send(target, request)
    const text = await response.text()
    const answer = { status: response.status, body: parseJson(text) }
    if (answer.status === 401 || answer.status === 403) {
      const message = `${target.url} does not accept the ${request.role} key (${answer.status})`
      throw new DemoError(`${message}; give another one with --${request.role}-key`)
    }
    return answer
  }
}

async function send({ url, keys }: Target, request: ApiRequest): Promise<Response> {
  const { role, path, body } = request
  try {
    return await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'x-functions-key': keys[role],
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      redirect: 'manual',
      ...(body !== undefined && { body: layOutJson(body) }),
      signal: AbortSignal.timeout(longestRequestMs),
    })
  } catch (error) {
    throw new NoAnswerError(`${url} does not answer (${networkReason(error)}).`)
  }
}

/** The same request for a shell. */
export function curlOf({ url, keys }: Target, { role, path, body }: ApiRequest): string {
  const key = `-H ${quote(`x-functions-key: ${keys[role]}`)}`
  const address = quote(`${url}${path}`)
  if (body === undefined) return `curl -s ${key} \\\n  ${address}`
  const type = `-H ${quote('content-type: application/json')}`
  return `curl -s ${address} ${key} \\\n  ${type} -d ${quote(layOutJson(body))}`
}

/** A word of a POSIX shell that stands for exactly this text. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
