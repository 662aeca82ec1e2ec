import type { HttpFunction } from '../app/read-triggers.ts'
import { forFunction } from '../for-function.ts'
import { matchRoute, type RouteParameters } from './match-route.ts'
import type { RequestPath } from './request-path.ts'
import { parseRouteTemplate, type RouteTemplate, type Segment } from './route-template.ts'

export interface Route {
  readonly target: HttpFunction
  readonly template: RouteTemplate
  readonly methods: ReadonlySet<string>
}

export interface RouteMatch {
  readonly target: HttpFunction
  readonly params: RouteParameters
}

/** ASP.NET Core's inbound precedence: the lower, the earlier the segment is tried. */
function precedence(segment: Segment): number {
  if (segment.kind === 'literal') return 1
  if (segment.kind === 'mixed') return 2
  const constrained = segment.parameter.constraints.length > 0
  if (segment.parameter.catchAll) return constrained ? 4 : 5
  return constrained ? 2 : 3
}

export function comparePrecedence(one: RouteTemplate, other: RouteTemplate): number {
  for (const [index, segment] of one.entries()) {
    const opposite = other[index]
    if (!opposite) return 1
    const difference = precedence(segment) - precedence(opposite)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}

/** Routes in the order in which they are tried: by precedence, then by name of the function. */
export function createRoutes(functions: readonly HttpFunction[], prefix: string): Route[] {
  const routes = functions.map((target) => {
    const text = prefix ? `${prefix}/${target.route}` : target.route
    const template = forFunction(target.name, () => parseRouteTemplate(text))
    const methods = new Set(target.methods.map((method) => method.toUpperCase()))
    return { target, template, methods }
  })
  return routes.sort(
    (one, other) =>
      comparePrecedence(one.template, other.template) ||
      (one.target.name < other.target.name ? -1 : 1),
  )
}

/** The first route that takes this method and path; another method is no match, as with a 404. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: RequestPath,
): RouteMatch | undefined {
  for (const { target, template, methods } of routes) {
    if (!methods.has(method)) continue
    const params = matchRoute(template, path)
    if (params) return { target, params }
  }
  return undefined
}
