import { comparePrecedence, type Route } from './route-table.ts'
import type { RouteTemplate, Segment } from './route-template.ts'

/** Two routes that take the same request, and which of them gets it in Azure. */
export interface RouteConflict {
  readonly here: string
  readonly inAzure: string
}

function canBothMatch(one: Segment, other: Segment): boolean {
  if (one.kind === 'literal' && other.kind === 'literal') return one.text === other.text
  const [literal, open] = one.kind === 'literal' ? [one, other] : [other, one]
  if (literal.kind !== 'literal') return true
  if (open.kind === 'parameter') {
    return open.parameter.constraints.every((constraint) => constraint(literal.text))
  }
  return open.kind === 'mixed' && open.pattern.test(literal.text)
}

const isCatchAll = (segment: Segment | undefined): boolean =>
  segment?.kind === 'parameter' && segment.parameter.catchAll

const mayBeAbsent = (segment: Segment): boolean =>
  segment.kind === 'parameter' && (segment.parameter.optional || segment.parameter.catchAll)

function overlap(one: RouteTemplate, other: RouteTemplate): boolean {
  const [first, ...rest] = one
  const [opposite, ...oppositeRest] = other
  if (isCatchAll(first) || isCatchAll(opposite)) return true
  if (!first || !opposite) return [...one, ...other].every(mayBeAbsent)
  return canBothMatch(first, opposite) && overlap(rest, oppositeRest)
}

/**
 * The real host tries functions in the alphabetical order of their names and takes the first that
 * matches; this host lets a literal win over a parameter, as ASP.NET Core does.
 * The pairs for which that makes a difference have to be renamed or constrained by the app.
 */
export function findRouteConflicts(routes: readonly Route[]): RouteConflict[] {
  const conflicts: RouteConflict[] = []
  for (const [index, one] of routes.entries()) {
    for (const other of routes.slice(index + 1)) {
      const alphabetical = one.target.name < other.target.name
      if (alphabetical || comparePrecedence(one.template, other.template) === 0) continue
      const sharedMethod = [...one.methods].some((method) => other.methods.has(method))
      if (sharedMethod && overlap(one.template, other.template)) {
        conflicts.push({ here: one.target.name, inAzure: other.target.name })
      }
    }
  }
  return conflicts
}
