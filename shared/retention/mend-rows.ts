import type { Identifier } from '../identity/identifier.ts'
import { materialise } from '../unify/materialise.ts'
import { settleRows } from '../unify/settle-rows.ts'
import type { RetentionContext } from './retention-context.ts'

/**
 * Makes the rows of everything connected with the identifiers what the facts say, as an event
 * would: what left the tables only in part comes back.
 */
export async function mendRows(
  context: RetentionContext,
  identifiers: readonly Identifier[],
): Promise<void> {
  await settleRows(context, await materialise(context, identifiers, { known: new Map() }))
}
