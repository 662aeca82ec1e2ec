import type { EventContext } from 'rhea'
import type { BrokerContext } from '../broker-context.ts'
import type { Consumer, MessageSource } from '../namespace/entity.ts'
import { encodeMessage } from './encode-message.ts'
import { DEAD_LETTER_REFUSED, LOCK_LOST } from './failures.ts'
import { guard } from './guard.ts'
import { tagFromToken, tokenFromTag } from './lock-token.ts'
import { OUTCOMES, settlementOf } from './outcomes.ts'
import { messages } from './rhea-surface.ts'
import type { AmqpFailure, DeliveryInternals, SenderInternals } from './rhea-surface.ts'

const SETTLED_BY_SENDER = 1

/** For messages without a lock token, which nobody settles. */
const NO_TAG = Buffer.alloc(16)

/** How many messages the client, its session and rhea's buffer have room for. */
function roomOf(link: SenderInternals): number {
  const { outgoing } = link.session
  const unsent = outgoing.next_delivery_id - outgoing.next_pending_delivery
  const room = Math.min(link.credit, outgoing.transfer_window()) - unsent
  // The window is not a number before the client's first flow.
  return Number.isNaN(room) ? 0 : Math.min(room, outgoing.available())
}

/**
 * Answers every request to drain. rhea does so only while there is credit left, but the client
 * may have counted credit that messages on the wire have used up, and it waits for the answer.
 */
function answerDrains(link: SenderInternals): void {
  link._get_drain = () => {
    if (!link._draining) return false
    link.delivery_count += Math.max(link.credit, 0)
    link.credit = 0
    return true
  }
  link.on('sender_draining', () => link.set_drained(true))
}

function answer(delivery: DeliveryInternals, failure: AmqpFailure | undefined): void {
  const outcome =
    failure === undefined ? messages.accepted() : messages.rejected({ error: failure })
  delivery.update(true, outcome.described())
  // The client considers the matter settled now and will not say so: without this rhea keeps the
  // delivery, and its buffer overflows after 2,048 of them.
  delivery.remote_settled = true
}

function settleOnOutcomes(
  link: SenderInternals,
  source: MessageSource,
  context: BrokerContext,
): void {
  for (const outcome of OUTCOMES) {
    const onOutcome = (event: EventContext): void => {
      const delivery = event.delivery as DeliveryInternals | undefined
      if (delivery === undefined) return
      const settlement = settlementOf(outcome, delivery.remote_state)
      const settled = source.settle(tokenFromTag(delivery.tag), settlement)
      if (settled.kind === 'settled') answer(delivery, undefined)
      else answer(delivery, settled.kind === 'lock-lost' ? LOCK_LOST : DEAD_LETTER_REFUSED)
    }
    link.on(outcome, guard(context, onOutcome))
  }
}

function createConsumer(link: SenderInternals): Consumer {
  const mode = link.snd_settle_mode === SETTLED_BY_SENDER ? 'delete' : 'lock'
  return {
    mode,
    isOpen: () => link.is_open(),
    capacity: () => roomOf(link),
    deliver(message) {
      const { place } = message
      const tag = place.kind === 'locked' ? tagFromToken(place.token) : NO_TAG
      link.send(encodeMessage(message), tag, 0)
    },
  }
}

/** Serves a link on which a client receives from an entity. */
export function serveOutgoingLink(
  link: SenderInternals,
  source: MessageSource,
  context: BrokerContext,
): void {
  link.local.attach.snd_settle_mode = link.snd_settle_mode
  link.local.attach.rcv_settle_mode = link.rcv_settle_mode
  answerDrains(link)
  settleOnOutcomes(link, source, context)
  const dispatch = guard(context, () => source.dispatch())
  // Reported on new credit, on a wider session window and when rhea's full buffer has room again.
  link.on('sendable', dispatch)
  // A client may give credit together with its attach, and rhea would write messages before the
  // answer to the attach, which it writes in this turn of the event loop.
  setImmediate(() => {
    source.attach(createConsumer(link))
    dispatch(link._context())
  })
}
