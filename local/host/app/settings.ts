import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import type { Environment } from '../../../shared/platform/config/environment.ts'
import { messageOf } from '../log.ts'

export type Settings = Environment

const settingsFileSchema = z.object({
  IsEncrypted: z.literal(false, 'encrypted settings cannot be read').optional(),
  Values: z.record(z.string(), z.string()).default({}),
})

const settingsFiles = ['local.settings.json', 'local.settings.sample.json']

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** The `Values` of the first settings file that exists; the sample makes a fresh clone start. */
async function readSettingsFile(appFolder: string): Promise<Record<string, string>> {
  for (const name of settingsFiles) {
    const file = path.join(appFolder, name)
    const text = await readIfPresent(file)
    if (text === undefined) continue
    try {
      return settingsFileSchema.parse(JSON.parse(text)).Values
    } catch (error) {
      throw new Error(`${file} cannot be used: ${messageOf(error)}`, { cause: error })
    }
  }
  return {}
}

/** The app's settings: the environment wins over the settings file, as with the real tools. */
export async function loadSettings(appFolder: string, environment: Environment): Promise<Settings> {
  const values = await readSettingsFile(appFolder)
  const present = Object.entries(environment).filter(([, value]) => value !== undefined)
  return {
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    ...values,
    ...Object.fromEntries(present),
  }
}

/** Hands the settings to the app, which reads them from the process's environment. */
export function publishSettings(settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined) process.env[name] = value
  }
}

/** Replaces each `%NAME%` of a binding option by the setting of that name. */
export function resolveExpressions(text: string, settings: Settings): string {
  return text.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name]
    if (value === undefined) throw new Error(`%${name}% names a setting that does not exist`)
    return value
  })
}

/** A connection string: the setting `AzureWebJobs<name>` if there is one, else `<name>`. */
export function connectionString(name: string, settings: Settings): string {
  const value = settings[`AzureWebJobs${name}`] ?? settings[name]
  if (!value) throw new Error(`the connection setting "${name}" does not exist`)
  return value
}

/** Whether `AzureWebJobs.<function>.Disabled` switches the function off. */
export function isDisabled(functionName: string, settings: Settings): boolean {
  const value = settings[`AzureWebJobs.${functionName}.Disabled`]
  return value === '1' || value?.toLowerCase() === 'true'
}
