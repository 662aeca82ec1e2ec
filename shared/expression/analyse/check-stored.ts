import { childrenOf, type Bound, type CompareNode } from '../bind/bound.ts'
import { ExpressionError } from '../expression-error.ts'
import { momentComparison, type MomentComparison } from './moments.ts'

/** A comparison whose outcome time alone can change. */
export type ClockUse = MomentComparison & { readonly position: number }

const hour = 3_600_000

/**
 * The uses of `now()` in a stored definition. It must tell when its answer changes next, so
 * `now()` stands only in `path op now()`, with or without whole hours added or taken away. Throws
 * `ExpressionError` for any other use.
 */
export function clockUses(node: Bound): ClockUse[] {
  if (node.kind === 'compare') {
    const use = usableComparison(node)
    if (use !== undefined) return [use]
  }
  if (node.kind === 'function' && node.name === 'now') {
    throw new ExpressionError({
      code: 'InvalidNow',
      message: 'In a stored definition now() stands only beside a property.',
      position: node.position,
      hint: "Write ActivityTime ge now() sub duration'P7D', with whole hours.",
    })
  }
  return childrenOf(node).flatMap(clockUses)
}

function usableComparison(node: CompareNode): ClockUse | undefined {
  const found = momentComparison(node)
  if (found === undefined || found.moment.kind === 'fixed') return undefined
  return found.moment.shift % hour === 0 ? { ...found, position: node.position } : undefined
}
