import * as z from 'zod'
import { createClock } from '../../shared/platform/clock/clock.ts'
import { processEnvironment } from '../../shared/platform/config/environment.ts'
import { runAsPart } from '../part.ts'
import { consoleLog, messageOf } from './log.ts'
import { startHost } from './start-host.ts'

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(7071),
  PASSERBY_HOST: z.string().min(1).default('127.0.0.1'),
  PASSERBY_CLOCK_OFFSET_MS: z.coerce.number().default(0),
})

/** Runs the app of the current folder. PORT 0 takes a free port, which the ready message names. */
await runAsPart(async () => {
  const environment = processEnvironment()
  const parsed = environmentSchema.safeParse(environment)
  if (!parsed.success) throw new Error(messageOf(parsed.error))
  const host = await startHost({
    appFolder: process.cwd(),
    port: parsed.data.PORT,
    address: parsed.data.PASSERBY_HOST,
    clock: createClock(parsed.data.PASSERBY_CLOCK_OFFSET_MS),
    environment,
    log: consoleLog,
  })
  return {
    ready: { port: host.port, functions: host.functions },
    stop: () => host.stop(),
  }
})
