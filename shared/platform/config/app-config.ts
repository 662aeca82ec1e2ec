import * as z from 'zod'
import { ConfigError } from '../errors/errors.ts'
import type { Environment } from './environment.ts'
import { parseKeys, type NamedKey } from './keys.ts'

/** Everything the app reads from its settings. */
export interface AppConfig {
  /** True on a developer's machine, where the `local-…` keys are valid. */
  readonly local: boolean
  readonly clockOffsetMs: number
  /** Connection string of the storage account with the data. */
  readonly storage: string
  /** Connection string of the Service Bus namespace. */
  readonly serviceBus: string
  readonly writeKeys: readonly NamedKey[]
  readonly readKeys: readonly NamedKey[]
  readonly adminKeys: readonly NamedKey[]
  /** Origins whose pages may call collect; `*` stands for every origin. */
  readonly allowedOrigins: readonly string[]
}

const offsetSchema = z.coerce.number().int().default(0)

/** Reads the settings; every problem is named in one error. */
export function readAppConfig(environment: Environment): AppConfig {
  const problems: string[] = []
  const local = environment['AZURE_FUNCTIONS_ENVIRONMENT'] === 'Development'
  const keys = (setting: string, localKey: string): readonly NamedKey[] =>
    parseKeys({ setting, value: environment[setting], localKey, local, problems })
  const connection = (name: string): string => {
    const value = environment[name] ?? ''
    if (value === '') problems.push(`${name} is missing`)
    return value
  }
  const offset = offsetSchema.safeParse(environment['PASSERBY_CLOCK_OFFSET_MS'])
  if (!offset.success) problems.push('PASSERBY_CLOCK_OFFSET_MS must be a whole number')
  const config: AppConfig = {
    local,
    clockOffsetMs: offset.success && local ? offset.data : 0,
    storage: connection('PASSERBY_STORAGE'),
    serviceBus: connection('PASSERBY_SERVICE_BUS'),
    writeKeys: keys('PASSERBY_WRITE_KEYS', 'local-write-key'),
    readKeys: keys('PASSERBY_READ_KEYS', 'local-read-key'),
    adminKeys: keys('PASSERBY_ADMIN_KEYS', 'local-admin-key'),
    allowedOrigins: splitList(environment['PASSERBY_ALLOWED_ORIGINS'] ?? '*'),
  }
  if (problems.length > 0) {
    throw new ConfigError({ code: 'InvalidSettings', message: `Settings: ${problems.join('; ')}` })
  }
  return config
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
