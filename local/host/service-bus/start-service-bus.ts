import type { Clock } from '../../../shared/platform/clock/clock.ts'
import type { HostOptions } from '../app/host-json.ts'
import type { Invoke } from '../app/invoke.ts'
import type { ServiceBusFunction } from '../app/read-triggers.ts'
import { forFunction } from '../for-function.ts'
import type { Listener } from '../listener.ts'
import type { HostLog } from '../log.ts'
import { openConnection } from './connection.ts'
import { createDispatch } from './dispatch.ts'
import { startServiceBusListener } from './service-bus-listener.ts'

export interface ServiceBusOptions {
  readonly functions: readonly ServiceBusFunction[]
  readonly host: HostOptions['serviceBus']
  readonly invoke: Invoke
  readonly clock: Clock
  readonly log: HostLog
}

/** One receiver per function, each with the host's limit of concurrent calls. */
export function startServiceBus(options: ServiceBusOptions): Listener[] {
  const { functions, host, ...shared } = options
  const { maxConcurrentCalls, maxAutoLockRenewalMs } = host
  return functions.map((target) => {
    const dispatch = createDispatch({
      ...shared,
      functionName: target.name,
      autoComplete: target.autoComplete ?? host.autoCompleteMessages,
      maxConcurrentCalls,
      maxAutoLockRenewalMs,
    })
    return startServiceBusListener({
      functionName: target.name,
      open: (onError) =>
        forFunction(target.name, () =>
          openConnection({ target, dispatch, maxConcurrentCalls, onError }),
        ),
      log: shared.log,
    })
  })
}
