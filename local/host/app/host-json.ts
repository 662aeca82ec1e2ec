import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import { messageOf } from '../log.ts'

const timeSpan = z
  .string()
  .regex(/^\d{1,2}:\d{2}:\d{2}$/, 'expected hh:mm:ss')
  .transform((text) => {
    const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
  })

const serviceBusSchema = z
  .object({
    maxConcurrentCalls: z.int().positive().optional(),
    autoCompleteMessages: z.boolean().default(true),
    maxAutoLockRenewalDuration: timeSpan.prefault('00:05:00'),
  })
  .prefault({})

const hostJsonSchema = z.object({
  version: z.literal('2.0'),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      serviceBus: serviceBusSchema,
    })
    .prefault({}),
})

/** What the host does by `host.json`, with the real host's defaults. Durations in milliseconds. */
export interface HostOptions {
  readonly routePrefix: string
  readonly serviceBus: {
    readonly maxConcurrentCalls: number
    readonly autoCompleteMessages: boolean
    readonly maxAutoLockRenewalMs: number
  }
}

export async function readHostJson(appFolder: string): Promise<HostOptions> {
  const file = path.join(appFolder, 'host.json')
  try {
    const { extensions } = hostJsonSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    const { maxConcurrentCalls, autoCompleteMessages, maxAutoLockRenewalDuration } =
      extensions.serviceBus
    return {
      routePrefix: extensions.http.routePrefix.replaceAll(/^\/|\/$/g, ''),
      serviceBus: {
        maxConcurrentCalls: maxConcurrentCalls ?? 16 * availableParallelism(),
        autoCompleteMessages,
        maxAutoLockRenewalMs: maxAutoLockRenewalDuration,
      },
    }
  } catch (error) {
    throw new Error(`${file} cannot be used: ${messageOf(error)}`, { cause: error })
  }
}
