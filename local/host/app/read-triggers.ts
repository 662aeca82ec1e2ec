import * as z from 'zod'
import { forFunction } from '../for-function.ts'
import type { RegisteredFunction } from './core-module.ts'
import { isTriggerType } from './invoke.ts'
import { parseSchedule, type Schedule } from '../timer/schedule.ts'
import { connectionString, isDisabled, resolveExpressions, type Settings } from './settings.ts'

export interface HttpFunction {
  readonly name: string
  readonly route: string
  readonly methods: readonly string[]
  readonly anonymous: boolean
}

export interface ServiceBusFunction {
  readonly name: string
  readonly connectionString: string
  readonly entity:
    { readonly queue: string } | { readonly topic: string; readonly subscription: string }
  readonly autoComplete: boolean | undefined
}

export interface TimerFunction {
  readonly name: string
  readonly schedule: Schedule
  readonly runOnStartup: boolean
  readonly useMonitor: boolean
  /** Connection string of the storage that keeps its status and its lease. */
  readonly storage: string
}

/** The app's enabled functions by trigger, their settings resolved. */
export interface Triggers {
  readonly http: readonly HttpFunction[]
  readonly serviceBus: readonly ServiceBusFunction[]
  readonly timers: readonly TimerFunction[]
}

const httpSchema = z.object({
  type: z.literal('httpTrigger'),
  route: z.string().optional(),
  methods: z.array(z.string()),
  authLevel: z.enum(['anonymous', 'function', 'admin']),
})

const serviceBusSchema = z
  .object({
    type: z.literal('serviceBusTrigger'),
    connection: z.string(),
    cardinality: z.literal('one', 'the local host passes single messages only').optional(),
    isSessionsEnabled: z.literal(false, 'the local host has no sessions').optional(),
    sdkBinding: z.literal(false, 'the local host has no SDK bindings').optional(),
    autoCompleteMessages: z.boolean().optional(),
  })
  .and(
    z.union([
      z.object({ queueName: z.string() }),
      z.object({ topicName: z.string(), subscriptionName: z.string() }),
    ]),
  )

const timerSchema = z.object({
  type: z.literal('timerTrigger'),
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
})

const triggerSchemas = {
  httpTrigger: httpSchema,
  serviceBusTrigger: serviceBusSchema,
  timerTrigger: timerSchema,
}

type Trigger = z.infer<(typeof triggerSchemas)[keyof typeof triggerSchemas]>

function triggerOf({ metadata }: RegisteredFunction): Trigger {
  if (metadata.retryOptions) throw new Error('the local host has no retry policies')
  const bindings = Object.values(metadata.bindings)
  const other = bindings.find(({ type }) => !isTriggerType(type) && type !== 'http')
  if (other) throw new Error(`the local host has no "${other.type}" bindings`)
  const trigger = bindings.find(({ type }) => isTriggerType(type))
  const schema = Object.entries(triggerSchemas).find(([type]) => type === trigger?.type)?.[1]
  if (!schema) throw new Error(`the local host has no "${String(trigger?.type)}"`)
  return schema.parse(trigger)
}

/** Sorts the functions by trigger; throws for the first one that this host cannot run. */
export function readTriggers(
  functions: ReadonlyMap<string, RegisteredFunction>,
  settings: Settings,
): Triggers {
  const http: HttpFunction[] = []
  const serviceBus: ServiceBusFunction[] = []
  const timers: TimerFunction[] = []
  const add = (name: string, registered: RegisteredFunction): void => {
    const trigger = triggerOf(registered)
    const resolve = (text: string): string => resolveExpressions(text, settings)
    if (trigger.type === 'httpTrigger') {
      const { route, methods, authLevel } = trigger
      http.push({ name, route: route || name, methods, anonymous: authLevel === 'anonymous' })
    } else if (trigger.type === 'timerTrigger') {
      const { runOnStartup, useMonitor } = trigger
      const schedule = parseSchedule(resolve(trigger.schedule))
      const storage = connectionString('Storage', settings)
      timers.push({ name, schedule, runOnStartup, useMonitor, storage })
    } else {
      serviceBus.push({
        name,
        connectionString: connectionString(resolve(trigger.connection), settings),
        entity:
          'queueName' in trigger
            ? { queue: resolve(trigger.queueName) }
            : {
                topic: resolve(trigger.topicName),
                subscription: resolve(trigger.subscriptionName),
              },
        autoComplete: trigger.autoCompleteMessages,
      })
    }
  }
  for (const [name, registered] of functions) {
    if (isDisabled(name, settings)) continue
    forFunction(name, () => add(name, registered))
  }
  return { http, serviceBus, timers }
}
