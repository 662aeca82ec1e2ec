import type { BrokerContext } from '../broker-context.ts'
import type { Entity } from '../namespace/entity.ts'
import type { Namespace } from '../namespace/namespace.ts'
import { parseAddress } from './address.ts'
import { CONDITIONS } from './failures.ts'
import { serveIncomingLink } from './incoming-link.ts'
import { answerManagement } from './management.ts'
import { serveOutgoingLink } from './outgoing-link.ts'
import { serveReplyLink, serveRequestLink } from './request-link.ts'
import type { AmqpFailure, ReceiverInternals, SenderInternals } from './rhea-surface.ts'

const SESSION_FILTER = 'com.microsoft:session-filter'

function notFound(path: string): AmqpFailure {
  const description = `The messaging entity '${path}' could not be found.`
  return { condition: CONDITIONS.notFound, description }
}

function notAllowed(description: string): AmqpFailure {
  return { condition: CONDITIONS.notAllowed, description }
}

/** Accepts the link by echoing its addresses, which a refused link leaves out. */
function echoAddresses(link: ReceiverInternals | SenderInternals): void {
  link.set_source({ address: link.source?.address ?? null })
  link.set_target({ address: link.target?.address ?? null })
}

function entityAt(path: string, namespace: Namespace): Entity | AmqpFailure {
  return namespace.find(path) ?? notFound(path)
}

/** Opens a link on which the client sends. */
export function openIncomingLink(
  link: ReceiverInternals,
  namespace: Namespace,
  context: BrokerContext,
): void {
  const address = parseAddress(link.target?.address ?? '')
  if (address.kind === 'tokens') {
    echoAddresses(link)
    serveRequestLink(link, () => ({ status: 202, description: 'Accepted' }), context)
    return
  }
  const entity = entityAt(address.path, namespace)
  if ('condition' in entity) link.close(entity)
  else if (address.kind === 'management') {
    echoAddresses(link)
    serveRequestLink(link, (request) => answerManagement(entity, request, context), context)
  } else if (entity.sink === undefined) {
    link.close(notAllowed(`Messages cannot be sent to '${address.path}'.`))
  } else {
    echoAddresses(link)
    serveIncomingLink(link, entity.sink, context)
  }
}

/** Opens a link on which the client receives. */
export function openOutgoingLink(
  link: SenderInternals,
  namespace: Namespace,
  context: BrokerContext,
): void {
  const address = parseAddress(link.source?.address ?? '')
  if (address.kind !== 'entity') {
    echoAddresses(link)
    serveReplyLink(link)
    return
  }
  const entity = entityAt(address.path, namespace)
  if ('condition' in entity) link.close(entity)
  else if (entity.source === undefined) {
    link.close(notAllowed(`Messages cannot be received from the topic '${address.path}'.`))
  } else if (SESSION_FILTER in (link.source?.filter ?? {})) {
    link.close(
      notAllowed(
        'It is not possible for an entity that does not require sessions to create a sessionful message receiver.',
      ),
    )
  } else {
    echoAddresses(link)
    serveOutgoingLink(link, entity.source, context)
  }
}
