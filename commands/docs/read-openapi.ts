import { buildDocument } from '../../shared/platform/http/openapi/build-document.ts'
import { registeredRoutes } from '../../shared/platform/http/route.ts'
import type { OpenApi } from './openapi.ts'

/** The description of the interface; `routes` are the names of the files in `functions/http`. */
export async function readOpenApi(routes: readonly string[]): Promise<OpenApi> {
  for (const route of routes) await import(`../../functions/http/${route}.ts`)
  return buildDocument(registeredRoutes(), 'http://127.0.0.1:7071') as OpenApi
}
