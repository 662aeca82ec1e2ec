import * as z from 'zod'
import serviceBus from '../../infra/service-bus.json' with { type: 'json' }
import { createClock } from '../../shared/platform/clock/clock.ts'
import { processEnvironment } from '../../shared/platform/config/environment.ts'
import { runAsPart } from '../part.ts'
import { startBroker } from './start-broker.ts'

const environmentSchema = z.object({
  PASSERBY_BROKER_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  PASSERBY_CLOCK_OFFSET_MS: z.coerce.number().default(0),
})

function readEnvironment() {
  const parsed = environmentSchema.safeParse(processEnvironment())
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join('.')}: ${issue.message}`,
  )
  throw new Error(`the broker's environment is not valid: ${problems.join('; ')}`)
}

await runAsPart(async () => {
  const environment = readEnvironment()
  const broker = await startBroker({
    entities: serviceBus,
    host: '127.0.0.1',
    port: environment.PASSERBY_BROKER_PORT,
    clock: createClock(environment.PASSERBY_CLOCK_OFFSET_MS),
    log: (message, fields) => console.error(`broker: ${message}`, fields),
  })
  return { ready: { port: broker.port }, stop: () => broker.stop() }
})
