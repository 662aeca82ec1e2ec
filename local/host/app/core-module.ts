import type { HostLog } from '../log.ts'
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogLevel,
  ProgrammingModel,
} from './core-types.ts'

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata
  readonly callback: FunctionCallback
}

const hookNames = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation'] as const
export type HookName = (typeof hookNames)[number]

/** What the app registered, and what the host needs of the library to run it. */
export interface AppRegistry {
  readonly functions: ReadonlyMap<string, RegisteredFunction>
  /** The object that `require('@azure/functions-core')` answers. */
  readonly coreModule: Readonly<Record<string, unknown>>
  programmingModel(): ProgrammingModel
  runHooks(name: HookName, context: Record<string, unknown>): Promise<void>
  /** From now on the app cannot register functions. */
  lock(): void
}

class Disposable {
  readonly #onDispose: () => void
  constructor(onDispose: () => void) {
    this.#onDispose = onDispose
  }
  dispose(): void {
    this.#onDispose()
  }
}

const quietLevels: ReadonlySet<LogLevel> = new Set(['trace', 'debug', 'none'])
const troubleLevels: ReadonlySet<LogLevel> = new Set(['warning', 'error', 'critical'])

/** The app's log goes to stdout from information on, the library's own only when it is trouble. */
export function writeAppLog(log: HostLog, level: LogLevel, category: string, line: string): void {
  if (category === 'system') {
    if (troubleLevels.has(level)) log.error(line)
  } else if (!quietLevels.has(level)) {
    log.info(line)
  }
}

function createHooks() {
  const hooks = new Map<HookName, HookCallback[]>(hookNames.map((name) => [name, []]))
  return {
    register(name: string, callback: HookCallback): Disposable {
      const list = hooks.get(name as HookName)
      // The library recognises this combination as "the host is too old for this hook".
      if (!list) {
        throw Object.assign(new RangeError(`The local host does not run "${name}" hooks.`), {
          isAzureFunctionsSystemError: true,
        })
      }
      list.push(callback)
      return new Disposable(() => {
        const index = list.indexOf(callback)
        if (index >= 0) list.splice(index, 1)
      })
    },
    async run(name: HookName, context: Record<string, unknown>): Promise<void> {
      for (const hook of hooks.get(name) ?? []) await hook(context)
    },
  }
}

export function createAppRegistry(log: HostLog): AppRegistry {
  const functions = new Map<string, RegisteredFunction>()
  const hooks = createHooks()
  let model: ProgrammingModel | undefined
  let locked = false
  const refuseWhenLocked = (what: string): void => {
    if (locked) throw new Error(`${what} only while the app starts.`)
  }
  return {
    functions,
    programmingModel: () => {
      if (!model) throw new Error('The app does not use the programming model @azure/functions.')
      return model
    },
    runHooks: (name, context) => hooks.run(name, context),
    lock: () => (locked = true),
    coreModule: {
      version: '3.0.0',
      hostVersion: '4.0.0',
      Disposable,
      log: (level: LogLevel, category: string, message: string) =>
        writeAppLog(log, level, category, message),
      registerHook: (name: string, callback: HookCallback) => hooks.register(name, callback),
      setProgrammingModel: (next: ProgrammingModel) => {
        refuseWhenLocked('The programming model can be set')
        model = next
      },
      getProgrammingModel: () => model,
      registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => {
        refuseWhenLocked(`The function "${metadata.name}" can be registered`)
        if (functions.has(metadata.name)) {
          throw new Error(`A function named "${metadata.name}" has already been registered.`)
        }
        functions.set(metadata.name, { metadata, callback })
        return new Disposable(() => functions.delete(metadata.name))
      },
    },
  }
}
