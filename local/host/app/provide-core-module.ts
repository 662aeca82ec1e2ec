import Module from 'node:module'

interface ModuleLoader {
  _load: (request: string, parent: unknown, isMain: boolean) => unknown
}

/**
 * Answers every `require('@azure/functions-core')` of this process with the given object, as the
 * real worker does. The library asks for it the first time an app file calls it, so this comes
 * before the app is loaded. One app per process: the library keeps what it was given.
 */
export function provideCoreModule(coreModule: unknown): void {
  const loader = Module as unknown as ModuleLoader
  const load = loader._load
  loader._load = (request, parent, isMain) =>
    request === '@azure/functions-core' ? coreModule : load(request, parent, isMain)
}
