import * as z from 'zod'
import { isoTime, parseIsoTime } from '../../shared/platform/clock/iso-time.ts'
import type { Call, Note } from './source-record.ts'

const typeSchema = z.enum(['number', 'boolean', 'string'])

/** A mapping file: the call to make, and the types of columns. */
const mappingSchema = z
  .looseObject({ types: z.record(z.string(), typeSchema).default({}) })
  .transform(({ types, ...template }) => ({ types, template }))

/** How a row becomes a call. */
export type Mapping = z.infer<typeof mappingSchema>

type Row = Readonly<Record<string, string>>

/** The columns of the sample scenario's table. */
export const sampleMapping: Mapping = mappingSchema.parse({
  type: 'track',
  event: '{EventName}',
  anonymousId: '{PrimaryKey}',
  messageId: '{EventID}',
  timestamp: '{EventTimeStamp}',
  properties: { UserID: '{UserID}' },
})

/** Reads a mapping file; throws with what is wrong. */
export function parseMapping(text: string): Mapping {
  const result = mappingSchema.safeParse(JSON.parse(text))
  if (result.success) return result.data
  throw new Error(z.prettifyError(result.error))
}

/** The columns that a mapping reads, in the order of their first use. */
export function columnsOf(mapping: Mapping): string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const match of value.matchAll(placeholder)) names.add(match[1] ?? '')
    } else if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(visit)
    }
  }
  visit(mapping.template)
  return [...names]
}

const placeholder = /\{([^{}]+)\}/g
const onlyPlaceholder = /^\{([^{}]+)\}$/

/** Makes the call of a row, and a note where its time cannot be read. */
export function mapRow(mapping: Mapping, row: Row): { call: Call; warning?: Note } {
  const filled = fill(mapping.template, row, mapping.types)
  const call = isMembers(filled) ? filled : {}
  const { timestamp } = call
  if (typeof timestamp !== 'string') return { call }
  const time = parseIsoTime(timestamp.trim())
  if (time !== undefined) return { call: { ...call, timestamp: isoTime(time) } }
  const message = `'${timestamp}' is no ISO 8601 time; the time of receipt stands in its place.`
  return { call, warning: { code: 'UnreadableTimestamp', message } }
}

/** `undefined` for what has no value, also for objects of which nothing is left. */
function fill(template: unknown, row: Row, types: Mapping['types']): unknown {
  if (typeof template === 'string') return fillText(template, row, types)
  if (Array.isArray(template)) {
    return template.map((item) => fill(item, row, types)).filter((item) => item !== undefined)
  }
  if (!isMembers(template)) return template
  const members = Object.entries(template)
    .map(([name, value]) => [name, fill(value, row, types)] as const)
    .filter(([, value]) => value !== undefined)
  return members.length === 0 ? undefined : Object.fromEntries(members)
}

function fillText(template: string, row: Row, types: Mapping['types']): unknown {
  const column = onlyPlaceholder.exec(template)?.[1]
  if (column === undefined) {
    return template.replace(placeholder, (_match, name: string) => row[name] ?? '')
  }
  const value = row[column] ?? ''
  return value === '' ? undefined : typed(value, types[column])
}

/** What does not fit its type stays the text that it is; the server tells. */
function typed(value: string, type: 'number' | 'boolean' | 'string' | undefined): unknown {
  const text = value.trim()
  if (type === 'number' && text !== '' && Number.isFinite(Number(text))) return Number(text)
  if (type === 'boolean' && /^(true|yes|1)$/i.test(text)) return true
  if (type === 'boolean' && /^(false|no|0)$/i.test(text)) return false
  return value
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
