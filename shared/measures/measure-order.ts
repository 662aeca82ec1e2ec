import { parseExpression } from '../expression/parse/parse-expression.ts'
import { defaultLimits } from '../expression/limits.ts'
import { badMeasure, inMember } from './measure-problem.ts'
import type { ExpressionMeasure } from './measure-definition.ts'

/** The names that an expression reads, as far as syntax tells. */
export function namesRead(expression: string): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('kind' in node && node.kind === 'path' && 'segments' in node) {
      const [first] = node.segments as readonly { readonly kind: string; readonly name?: string }[]
      if (first?.kind === 'name' && first.name !== undefined) names.add(first.name)
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(inMember('expression', () => parseExpression(expression, defaultLimits)))
  return names
}

/**
 * Measures of measures so that each comes behind those it reads. Throws `ValidationError` where
 * some read each other in a circle, with the way round.
 */
export function inOrder(definitions: readonly ExpressionMeasure[]): ExpressionMeasure[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  const ordered = new Map<string, ExpressionMeasure>()
  const visit = (definition: ExpressionMeasure, way: readonly string[]): void => {
    const { name, expression } = definition
    if (ordered.has(name)) return
    if (way.includes(name)) {
      const circle = [...way.slice(way.indexOf(name)), name].join(' → ')
      throw badMeasure('expression', `The measures read each other: ${circle}.`)
    }
    for (const read of namesRead(expression)) {
      const other = byName.get(read)
      if (other !== undefined) visit(other, [...way, name])
    }
    ordered.set(name, definition)
  }
  for (const definition of definitions) visit(definition, [])
  return [...ordered.values()]
}
