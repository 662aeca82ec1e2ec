import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call as the stand-in got it. */
export type ReceivedCall = Readonly<Record<string, unknown>> & { readonly messageId?: string }

/** What the stand-in does with a request instead of taking its calls. */
export type Trouble =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  /** Takes the calls, but the answer is lost. */
  | 'dropAfter'
  /** Ends the connection before anything is taken. */
  | 'dropBefore'

/** A collect that takes calls by their messageId and makes trouble on wish. */
export class StandInCollect {
  readonly #server: Server
  readonly url: string
  /** The calls taken, in the order of their first arrival. */
  readonly taken = new Map<string, ReceivedCall>()
  readonly sizes: number[] = []
  readonly keys = new Set<string>()
  /** Decides on a request by its number, from 1. */
  trouble: (request: number) => Trouble | undefined = () => undefined
  /** Runs before each answer. */
  beforeAnswer: (request: number) => Promise<void> | void = () => undefined

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('request', (request, response) => void this.#handle(request, response))
  }

  static async start(port = 0): Promise<StandInCollect> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return new StandInCollect(server)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    this.sizes.push(Buffer.byteLength(text))
    this.keys.add(String(request.headers['x-functions-key']))
    const number = this.sizes.length
    const trouble = this.trouble(number)
    if (trouble === 'dropBefore') return void request.socket.destroy()
    if (typeof trouble === 'object') {
      response.writeHead(trouble.status, trouble.headers)
      return void response.end(JSON.stringify(trouble.body ?? {}))
    }
    const answer = this.#take((JSON.parse(text) as { batch: ReceivedCall[] }).batch)
    await this.beforeAnswer(number)
    if (trouble === 'dropAfter') return void request.socket.destroy()
    response.writeHead(answer.accepted === 0 ? 400 : 200).end(JSON.stringify(answer))
  }

  #take(batch: readonly ReceivedCall[]) {
    const rejected: unknown[] = []
    for (const [index, call] of batch.entries()) {
      if (call['anonymousId'] === undefined) {
        rejected.push({ index, code: 'NoIdentifier', message: 'The call has no identifier.' })
      } else if (call.messageId !== undefined && !this.taken.has(call.messageId)) {
        this.taken.set(call.messageId, call)
      }
    }
    return { success: true, accepted: batch.length - rejected.length, rejected }
  }
}
