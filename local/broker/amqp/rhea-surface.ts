// The parts of rhea that its type declarations leave out or type as `any`.
import rhea from 'rhea'
import type { Connection, Delivery, EventContext, Receiver, Sender, Session } from 'rhea'
import type { Socket } from 'node:net'

/** A value together with its AMQP type, as rhea decodes it. */
export interface TypedValue {
  readonly type: { readonly name: string }
  readonly value: unknown
  readonly descriptor?: TypedValue
}

interface Described {
  described(): TypedValue
}

interface ErrorFields {
  readonly condition: string
  readonly description: string
}

interface Codec {
  readonly Reader: new (buffer: Buffer) => {
    position: number
    remaining(): number
    read(): TypedValue
  }
  readonly Writer: new () => { write(value: TypedValue): void; toBuffer(): Buffer }
  readonly described: (descriptor: TypedValue, value: TypedValue) => TypedValue
  readonly wrap: (value: unknown) => TypedValue
  readonly wrap_array: (values: readonly unknown[], code: number) => TypedValue
  readonly wrap_int: (value: number) => TypedValue
  readonly wrap_list: (values: readonly unknown[]) => TypedValue
  readonly wrap_long: (value: number) => TypedValue
  readonly wrap_string: (value: string) => TypedValue
  readonly wrap_symbol: (value: string) => TypedValue
  readonly wrap_timestamp: (value: number) => TypedValue
  readonly wrap_ulong: (value: number) => TypedValue
  readonly wrap_uuid: (value: Buffer) => TypedValue
  readonly Map32: (items: readonly TypedValue[]) => TypedValue
}

interface Messages {
  readonly accepted: () => Described
  readonly rejected: (fields: { readonly error: ErrorFields }) => Described
  readonly header: (fields: Readonly<Record<string, unknown>>) => Described
  readonly decode: (bytes: Buffer) => RequestMessage
}

/** A message sent to `$cbs` or `$management`, decoded. */
export interface RequestMessage {
  readonly message_id?: string | number | Buffer
  readonly reply_to?: string
  readonly application_properties?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

export const types = rhea.types as unknown as Codec
export const messages = rhea.message as unknown as Messages

export type AmqpFailure = ErrorFields

interface Terminus {
  readonly address?: string | null
  readonly filter?: Readonly<Record<string, unknown>> | null
}

interface LinkInternals {
  readonly source: Terminus | null | undefined
  readonly target: Terminus | null | undefined
  set_source(fields: Terminus): void
  set_target(fields: Terminus): void
  readonly session: SessionInternals
  readonly connection: Connection
  readonly local: {
    readonly attach: {
      snd_settle_mode?: number
      rcv_settle_mode?: number
      max_message_size?: number
    }
  }
}

/** What `LinkInternals` types better. */
type Replaced = 'source' | 'target' | 'set_source' | 'set_target' | 'session'

export type ReceiverInternals = Omit<Receiver, Replaced> & LinkInternals

export type SenderInternals = Omit<Sender, Replaced> &
  LinkInternals & {
    credit: number
    delivery_count: number
    readonly _draining: boolean
    _get_drain: () => boolean
    _context(): EventContext
    dispatch(name: string, context: EventContext): boolean
  }

export interface TransferFrame {
  readonly performative: { message_format: number | null | undefined }
}

export type SessionInternals = Session & {
  on_transfer: (frame: TransferFrame) => void
  on_flow: (frame: object) => void
  readonly links: Readonly<Record<string, ReceiverInternals | SenderInternals>>
  readonly outgoing: {
    readonly next_delivery_id: number
    readonly next_pending_delivery: number
    available(): number
    transfer_window(): number
  }
}

export type ConnectionInternals = Connection & {
  accept(socket: Socket): void
  abort_socket(socket: Socket): void
}

/** The outcome that a receiver sent for a delivery; `value` holds its fields with their types. */
export type DeliveryInternals = Omit<Delivery, 'remote_settled' | 'remote_state'> & {
  remote_settled: boolean
  readonly remote_state?: {
    readonly value: readonly (TypedValue | null | undefined)[]
    readonly undeliverable_here?: boolean | null
  }
}
