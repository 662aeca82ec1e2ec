import type { EventContext } from 'rhea'
import type { BrokerContext } from '../broker-context.ts'
import type { MessageSink } from '../namespace/entity.ts'
import { CONDITIONS, MAX_MESSAGE_SIZE, sizeFailure } from './failures.ts'
import { guard } from './guard.ts'
import { decodeTransfer } from './message-content.ts'
import { transferOf } from './raw-transfers.ts'
import type { AmqpFailure, ReceiverInternals } from './rhea-surface.ts'

/** Takes one transfer; answers why it is refused, or `undefined` when it is taken. */
function take(
  transfer: { readonly bytes: Buffer; readonly format: number },
  sink: MessageSink,
  context: BrokerContext,
): AmqpFailure | undefined {
  const tooLarge = sizeFailure(transfer.bytes.length)
  if (tooLarge !== undefined) return tooLarge
  try {
    sink.submit(decodeTransfer(transfer.bytes, transfer.format, context.newId))
    return undefined
  } catch (error) {
    return { condition: CONDITIONS.decodeError, description: String(error) }
  }
}

/** Serves a link on which a client sends to an entity. */
export function serveIncomingLink(
  link: ReceiverInternals,
  sink: MessageSink,
  context: BrokerContext,
): void {
  // Clients size their batches by it, but send larger messages all the same.
  link.local.attach.max_message_size = MAX_MESSAGE_SIZE
  const onMessage = (event: EventContext): void => {
    const { delivery } = event
    if (delivery === undefined) return
    const failure = take(transferOf(event), sink, context)
    if (failure === undefined) delivery.accept()
    else delivery.reject(failure)
  }
  link.on('message', guard(context, onMessage))
}
