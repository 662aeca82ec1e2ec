import * as z from 'zod'
import type { BrokerContext } from '../broker-context.ts'
import type { Entity } from '../namespace/entity.ts'
import { CONDITIONS } from './failures.ts'
import {
  cancelScheduledMessages,
  peekMessages,
  receiveBySequenceNumber,
  renewLocks,
  scheduleMessages,
  updateDisposition,
} from './management-operations.ts'
import type { Operation } from './management-operations.ts'
import type { Reply } from './request-link.ts'
import type { RequestMessage } from './rhea-surface.ts'

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'com.microsoft:renew-lock': renewLocks,
  'com.microsoft:peek-message': peekMessages,
  'com.microsoft:schedule-message': scheduleMessages,
  'com.microsoft:cancel-scheduled-message': cancelScheduledMessages,
  'com.microsoft:receive-by-sequence-number': receiveBySequenceNumber,
  'com.microsoft:update-disposition': updateDisposition,
}

/** Answers the requests that arrive at an entity's `$management` node. */
export function answerManagement(
  entity: Entity,
  request: RequestMessage,
  context: BrokerContext,
): Reply {
  const name = String(request.application_properties?.['operation'])
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
  if (operation === undefined) {
    const description = `The local broker does not know the operation ${name}.`
    return { status: 501, condition: CONDITIONS.notImplemented, description }
  }
  try {
    return operation(entity, request.body, context)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const description = `The request ${name} is not valid: ${z.prettifyError(error)}`
    return { status: 400, condition: CONDITIONS.argumentError, description }
  }
}
