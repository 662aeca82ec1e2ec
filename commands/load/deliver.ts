import { setTimeout as delay } from 'node:timers/promises'
import { batchBody } from './batch-calls.ts'
import { LoadError } from './load-error.ts'
import { networkReason } from './network-reason.ts'
import type { OutboundCall } from './outbound-call.ts'
import { readReply, type RawReply, type Reply } from './reply.ts'
import type { Note } from './source-record.ts'

/** Where calls go, and how long to try. */
export interface Destination {
  readonly url: string
  readonly key: string
  /** How long the server may fail, before its first answer and after one. */
  readonly patience: { readonly firstMs: number; readonly laterMs: number }
  /** Learns why a request is tried again. */
  waiting(reason: string): void
}

/** What became of calls. */
export interface Delivered {
  readonly accepted: number
  readonly refused: readonly { readonly call: OutboundCall; readonly note: Note }[]
}

const firstPauseMs = 200
const longestPauseMs = 5_000
const longestRequestMs = 60_000

/** Sends batches to one server until each is answered; shared by all requests in flight. */
export class Delivery {
  readonly #to: Destination
  readonly #signal: AbortSignal
  #heard = false
  #failingSince: number | undefined

  /** Aborting `signal` ends the waiting between two tries, not a request in flight. */
  constructor(to: Destination, signal: AbortSignal) {
    this.#to = to
    this.#signal = signal
  }

  /** `undefined` when aborted; throws a LoadError when trying on is of no use. */
  async deliver(calls: readonly OutboundCall[]): Promise<Delivered | undefined> {
    for (let attempt = 0; !this.#signal.aborted; attempt += 1) {
      const reply = await this.#post(calls)
      switch (reply.kind) {
        case 'answered':
          this.#succeeded()
          return { accepted: reply.accepted, refused: withCalls(reply, calls) }
        case 'tooLarge':
          this.#succeeded()
          return this.#deliverHalves(calls, reply.note)
        case 'hopeless':
          throw new LoadError(`${this.#to.url}: ${reply.reason}`)
        case 'retry':
          await this.#pause(reply, attempt)
      }
    }
    return undefined
  }

  async #deliverHalves(calls: readonly OutboundCall[], note: Note): Promise<Delivered | undefined> {
    if (calls.length <= 1) return { accepted: 0, refused: calls.map((call) => ({ call, note })) }
    const middle = Math.ceil(calls.length / 2)
    const first = await this.deliver(calls.slice(0, middle))
    const second = first && (await this.deliver(calls.slice(middle)))
    if (first === undefined || second === undefined) return undefined
    return {
      accepted: first.accepted + second.accepted,
      refused: [...first.refused, ...second.refused],
    }
  }

  async #post(calls: readonly OutboundCall[]): Promise<Reply> {
    try {
      const response = await fetch(`${this.#to.url}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-functions-key': this.#to.key },
        body: batchBody(calls),
        redirect: 'manual',
        signal: AbortSignal.timeout(longestRequestMs),
      })
      const raw: RawReply = {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: await response.text(),
      }
      return readReply(raw, { calls: calls.length, now: Date.now() })
    } catch (error) {
      return { kind: 'retry', reason: networkReason(error), afterMs: undefined }
    }
  }

  #succeeded(): void {
    this.#heard = true
    this.#failingSince = undefined
  }

  async #pause(reply: Reply & { kind: 'retry' }, attempt: number): Promise<void> {
    this.#failingSince ??= performance.now()
    const failingMs = performance.now() - this.#failingSince
    const { firstMs, laterMs } = this.#to.patience
    if (failingMs > (this.#heard ? laterMs : firstMs)) {
      throw new LoadError(`${this.#to.url} cannot be reached: ${reply.reason}`)
    }
    this.#to.waiting(reply.reason)
    const ownPauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt)
    const pauseMs = Math.max(ownPauseMs, reply.afterMs ?? 0)
    await delay(pauseMs, undefined, { signal: this.#signal }).catch(() => undefined)
  }
}

function withCalls(reply: Reply & { kind: 'answered' }, calls: readonly OutboundCall[]) {
  return reply.rejected.flatMap(({ index, code, message }) => {
    const call = calls[index]
    return call === undefined ? [] : [{ call, note: { code, message } }]
  })
}
