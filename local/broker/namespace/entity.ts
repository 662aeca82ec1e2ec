import type { MessageContent } from '../amqp/message-content.ts'
import type { Enqueued, Submission } from '../queue/enqueue.ts'
import type { QueueMessage } from '../queue/queue-state.ts'
import type { Settled, Settlement } from '../queue/settle.ts'

export type Message = QueueMessage<MessageContent>

export type ReceiveMode = 'lock' | 'delete'

/** A receiver that waits at a queue. */
export interface Consumer {
  readonly mode: ReceiveMode
  /** False once its link, session or connection is gone. */
  isOpen(): boolean
  /** How many messages it can take now. */
  capacity(): number
  deliver(message: Message): void
}

/** Where messages can be sent. */
export interface MessageSink {
  submit(submissions: readonly Submission<MessageContent>[]): Enqueued[]
  cancelScheduled(sequenceNumbers: readonly number[]): boolean
}

/** Where messages can be received. */
export interface MessageSource {
  attach(consumer: Consumer): void
  /** Hands out messages while there are some and a consumer has room. */
  dispatch(): void
  settle(token: string, settlement: Settlement<MessageContent>): Settled
  renewLock(token: string): number | undefined
  receiveDeferred(sequenceNumbers: readonly number[], mode: ReceiveMode): Message[] | undefined
}

/** What an address stands for. */
export interface Entity {
  readonly sink: MessageSink | undefined
  readonly source: MessageSource | undefined
  peek(from: number, count: number): Message[]
}
