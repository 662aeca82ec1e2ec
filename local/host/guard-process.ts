import { messageOf, type HostLog } from './log.ts'

const transportNames =
  /^(?:ServiceBusError|MessagingError|OperationTimeoutError|ConnectionLostError)$/
const transportCodes = /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT)$/
const transportPackages = /[\\/](?:@azure[\\/](?:service-bus|core-amqp)|rhea|rhea-promise)[\\/]/

function isTransportError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    transportNames.test(error.name) ||
    transportCodes.test(code) ||
    transportPackages.test(error.stack ?? '')
  )
}

/**
 * The Service Bus SDK can leave a rejection unhandled when its connection breaks at an unlucky
 * moment; that is logged, and the receivers recover. Everything else that nobody catches ends the
 * process, as it ends the real worker.
 */
export function guardProcess(log: HostLog): void {
  const judge = (error: unknown): void => {
    if (isTransportError(error)) {
      log.error(`A lost connection: ${messageOf(error)}`)
      return
    }
    const stack = error instanceof Error ? error.stack : undefined
    log.error(`Nobody caught this, the host ends: ${stack ?? messageOf(error)}`)
    process.exit(1)
  }
  process.on('unhandledRejection', judge)
  process.on('uncaughtException', judge)
}
