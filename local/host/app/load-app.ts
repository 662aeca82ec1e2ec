import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import { messageOf, type HostLog } from '../log.ts'
import { createAppRegistry, type AppRegistry } from './core-module.ts'
import { filesMatching } from './glob.ts'
import { provideCoreModule } from './provide-core-module.ts'

const packageSchema = z.object({ main: z.string().min(1) })

async function entryFiles(appFolder: string): Promise<string[]> {
  const file = path.join(appFolder, 'package.json')
  const { main } = packageSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  const files = await filesMatching(appFolder, main)
  if (files.length === 0) throw new Error(`no file matches "main" (${main}) of ${file}`)
  return files
}

async function importFile(file: string): Promise<void> {
  try {
    await import(pathToFileURL(file).href)
  } catch (error) {
    throw new Error(`${file}: ${messageOf(error)}`, { cause: error })
  }
}

/**
 * Imports the app's files, as its package.json names them, and runs its appStart hooks. Any error
 * stops the host, as in the real worker.
 */
export async function loadApp(appFolder: string, log: HostLog): Promise<AppRegistry> {
  const registry = createAppRegistry(log)
  provideCoreModule(registry.coreModule)
  try {
    for (const file of await entryFiles(appFolder)) await importFile(file)
    await registry.runHooks('appStart', { hookData: {} })
    const capabilities = await registry.programmingModel().getCapabilities?.({})
    if (capabilities?.['HttpUri']) throw new Error('the local host does not stream HTTP')
  } catch (error) {
    throw new Error(`The app could not be loaded: ${messageOf(error)}`, { cause: error })
  }
  registry.lock()
  return registry
}
