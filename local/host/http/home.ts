import type { ServerResponse } from 'node:http'
import { findRoute, type Route } from './route-table.ts'

const consolePath = { segments: ['console'], trailingSlash: false }

/**
 * Leads from `/` to the app's console. Nothing else of the app is at `/`: in Azure the platform's
 * own homepage is there.
 */
export function leadHome(
  routes: readonly Route[],
  request: { readonly method: string; readonly path: string },
  response: ServerResponse,
): boolean {
  if (request.method !== 'GET' || request.path !== '/') return false
  if (findRoute(routes, 'GET', consolePath) === undefined) return false
  response.writeHead(302, ['location', '/console', 'content-length', '0']).end()
  return true
}
