import type { Identifier } from '../identity/identifier.ts'
import { materialise } from '../unify/materialise.ts'
import { settleRows } from '../unify/settle-rows.ts'
import type { RetentionContext } from './retention-context.ts'

/**
 * Makes the rows of everything connected with the identifiers what the facts say, as an event
 * would: what left the tables only in part comes back. `begunAt` is when a worker may have begun
 * the same before, and died.
 */
export async function mendRows(
  context: RetentionContext,
  identifiers: readonly Identifier[],
  begunAt: number,
): Promise<void> {
  const rows = await materialise(context, identifiers, { known: new Map(), begunAt })
  await settleRows(context, rows)
}
