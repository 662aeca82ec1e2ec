import { readFile } from 'node:fs/promises'
import * as z from 'zod'

const value = z.union([z.string(), z.number()]).transform(String)
const values = z.union([value.transform((one) => [one]), z.array(value)])
const identifiers = z.record(z.string(), values)
const key = z.string().includes(':', { error: 'must be namespace:value' })
const count = z.int().min(1).nullable().default(null)

const namespaceSchema = z.object({
  name: z
    .string()
    .min(1)
    .regex(/^[^:]+$/, 'must not contain a colon'),
  kind: z.enum(['person', 'device']),
  priority: z.number(),
  limit: count,
  onConflict: z.enum(['moveToLatest', 'keepFirst', 'ambiguous']).default('moveToLatest'),
  normalize: z.enum(['none', 'lower', 'email', 'phone']).default('none'),
  blocked: z.array(z.string()).default([]),
  maxPerEvent: z.int().min(1).nullish(),
  maxFan: count,
})

const settingsSchema = z.object({
  deviceHistory: z.enum(['timeSliced', 'followsOwner', 'isolated']).default('timeSliced'),
  onLogout: z.enum(['ignore', 'newAnonymous']).default('ignore'),
  deviceMerge: z.enum(['unambiguous', 'allow']).default('unambiguous'),
  maxIdentifiers: count,
  /** In minutes. */
  visitGap: z.number().positive().default(30),
  suppressed: z.array(key).default([]),
  blockedValues: z.array(z.string()).default([]),
  facts: z
    .array(z.object({ type: z.enum(['always', 'never', 'exclude']), a: key, b: key }))
    .default([]),
})

/** Times in minutes. */
const eventSchema = z.object({
  messageId: z.string().optional(),
  t: z.number(),
  receivedAt: z.number().optional(),
  ids: identifiers.default({}),
  alias: identifiers.default({}),
  kind: z.enum(['anonymous', 'authenticated', 'logout']).default('anonymous'),
})

const expectSchema = z.object({
  profiles: z.array(z.array(z.string())).optional(),
  known: z.array(z.boolean()).optional(),
  activityOwner: z.record(z.string(), z.string().nullable()).optional(),
  detached: z.array(z.string()).optional(),
  refusedLinks: z.array(z.tuple([z.string(), z.string()])).optional(),
  rejectedIdentifiers: z.array(z.string()).optional(),
  rejectedEvents: z.array(z.string()).optional(),
  canonical: z.record(z.string(), z.string()).optional(),
  eventPrimary: z.record(z.string(), z.string()).optional(),
  activities: z.number().optional(),
})

const scenarioSchema = z.object({
  id: z.string(),
  title: z.string().default(''),
  namespaces: z.array(namespaceSchema),
  settings: settingsSchema.prefault({}),
  events: z.array(eventSchema),
  expect: expectSchema.default({}),
})

export type Scenario = z.output<typeof scenarioSchema>
export type ScenarioEvent = z.output<typeof eventSchema>
export type Expectation = z.output<typeof expectSchema>

/** A scenario file that cannot be read, with what is wrong and where. */
export class ScenarioFileError extends Error {}

/** The scenarios of a file: a JSON array of them, or an object with it as `scenarios`. */
export async function readScenarioFile(file: string): Promise<Scenario[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new ScenarioFileError(`${file} cannot be read (${reason})`)
  }
  return parseScenarios(text, file)
}

export function parseScenarios(text: string, file: string): Scenario[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new ScenarioFileError(`${file} is not JSON: ${String(error)}`)
  }
  const list = Array.isArray(content) ? content : member(content, 'scenarios')
  if (!Array.isArray(list)) {
    throw new ScenarioFileError(`${file} must be an array of scenarios, or have one as "scenarios"`)
  }
  return list.map((item: unknown, index) => {
    const parsed = scenarioSchema.safeParse(item)
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    const id = member(item, 'id')
    const name = typeof id === 'string' ? `${index} (${id})` : String(index)
    const place = (issue?.path ?? []).map(String).join('/')
    throw new ScenarioFileError(`${file}: scenario ${name}: /${place}: ${issue?.message ?? ''}`)
  })
}

function member(container: unknown, name: string): unknown {
  return typeof container === 'object' && container !== null && Object.hasOwn(container, name)
    ? (container as Record<string, unknown>)[name]
    : undefined
}
