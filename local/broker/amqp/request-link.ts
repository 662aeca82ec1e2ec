import type { EventContext, Message } from 'rhea'
import type { BrokerContext } from '../broker-context.ts'
import { guard } from './guard.ts'
import { transferOf } from './raw-transfers.ts'
import { messages, types } from './rhea-surface.ts'
import type { ReceiverInternals, RequestMessage, SenderInternals } from './rhea-surface.ts'

export interface Reply {
  readonly status: number
  readonly description: string
  readonly condition?: string
  readonly body?: unknown
}

function encodeReply(request: RequestMessage, reply: Reply): Message {
  const correlation = request.message_id === undefined ? {} : { correlation_id: request.message_id }
  return {
    ...correlation,
    application_properties: {
      statusCode: types.wrap_int(reply.status),
      statusDescription: reply.description,
      ...(reply.condition === undefined
        ? {}
        : { errorCondition: types.wrap_symbol(reply.condition) }),
    },
    body: reply.body,
  }
}

/** Answers requests: replies go to the link that the request names, by its name or its target. */
export function serveRequestLink(
  link: ReceiverInternals,
  handle: (request: RequestMessage) => Reply,
  context: BrokerContext,
): void {
  const onRequest = (event: EventContext): void => {
    const request = messages.decode(transferOf(event).bytes)
    event.delivery?.accept()
    const reply = encodeReply(request, handle(request))
    const answers = (sender: SenderInternals): boolean =>
      sender.name === request.reply_to || sender.target?.address === request.reply_to
    link.connection.find_sender(answers)?.send(reply)
  }
  link.on('message', guard(context, onRequest))
}

/** Prepares a link for replies. They are sent settled: no client settles them reliably. */
export function serveReplyLink(link: SenderInternals): void {
  link.local.attach.snd_settle_mode = 1
}
