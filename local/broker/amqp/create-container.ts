import rhea from 'rhea'
import type { Container, EventContext } from 'rhea'
import type { BrokerContext } from '../broker-context.ts'
import type { Namespace } from '../namespace/namespace.ts'
import { guard } from './guard.ts'
import { openIncomingLink, openOutgoingLink } from './open-link.ts'
import { receiveRawTransfers } from './raw-transfers.ts'
import type { ReceiverInternals, SenderInternals, SessionInternals } from './rhea-surface.ts'

/** Clients that go, with or without an error: expected, and rhea throws when nobody listens. */
const DEPARTURES = [
  'connection_close',
  'connection_error',
  'session_close',
  'session_error',
  'sender_close',
  'sender_error',
  'receiver_close',
  'receiver_error',
  'disconnected',
]

/** Reports a wider window of a session to its links; rhea reports flows of one link only. */
function reportWindow(session: SessionInternals): void {
  const onFlow = session.on_flow
  session.on_flow = (frame) => {
    onFlow.call(session, frame)
    for (const link of Object.values(session.links)) {
      if ('_draining' in link && link.is_open() && link.sendable()) {
        link.dispatch('sendable', link._context())
      }
    }
  }
}

function offerAnonymous(container: Container): void {
  const mechanisms = container.sasl_server_mechanisms as Record<string, unknown> & {
    enable_anonymous(): void
  }
  mechanisms.enable_anonymous()
  // Clients that will present a token to `$cbs` may name this mechanism; it starts like anonymous.
  mechanisms['MSSBCBS'] = mechanisms['ANONYMOUS']
}

/** The AMQP side of the broker: opens links to the entities of the namespace. */
export function createContainer(namespace: Namespace, context: BrokerContext): Container {
  const container = rhea.create_container({ id: 'passerby-broker' })
  offerAnonymous(container)
  const on = (name: string, handle: (event: EventContext) => void) =>
    container.on(name, guard(context, handle))
  on('session_open', ({ session }) => {
    receiveRawTransfers(session as SessionInternals)
    reportWindow(session as SessionInternals)
  })
  on('receiver_open', ({ receiver }) => {
    openIncomingLink(receiver as ReceiverInternals, namespace, context)
  })
  on('sender_open', ({ sender }) => {
    openOutgoingLink(sender as SenderInternals, namespace, context)
  })
  for (const name of DEPARTURES) container.on(name, () => undefined)
  for (const name of ['error', 'protocol_error']) {
    container.on(name, (error: unknown) => {
      context.log('a client broke the protocol', { error: String(error) })
    })
  }
  return container
}
