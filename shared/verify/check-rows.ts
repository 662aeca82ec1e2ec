import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { computeContents } from '../unify/compute-contents.ts'
import { keepArchived } from '../unify/keep-archived.ts'
import { isAsComputed } from '../unify/materialise.ts'
import { readComponent } from '../unify/read-component.ts'
import type { RowContent } from '../profiles/profile-row.ts'
import type { Snapshots } from '../unify/snapshot.ts'
import { missingHints, type MissingHint } from './check-hints.ts'
import type { Difference } from './difference.ts'
import type { VerifyContext } from './verify-context.ts'

type RowKind = RowContent['kind']

export interface CheckedRows {
  /** Whose rows were compared. */
  readonly ids: readonly NodeId[]
  readonly wrong: readonly WrongRow[]
  /** Hints that are missing among them. */
  readonly unhinted: readonly MissingHint[]
}

export interface WrongRow {
  readonly identifier: Identifier
  readonly difference: Difference
}

/**
 * Compares the rows of everybody who is connected with an identifier with what their facts say.
 * `known` is used instead of being read again.
 */
export async function checkRows(
  context: VerifyContext,
  identifier: Identifier,
  known: Snapshots,
): Promise<CheckedRows> {
  const component = await readComponent(context, [identifier], { known, readOnly: true })
  const { rows } = await computeContents(context, component)
  const { contents, away } = keepArchived(component, rows)
  const isAway = new Set(away)
  const wrong = component.flatMap((snapshot): WrongRow[] => {
    const content = contents.get(snapshot.id)
    const { id, identifier, row } = snapshot
    const isRight = content === undefined || isAsComputed(row, content)
    const detail = !isRight
      ? rowProblem(row?.content.kind, content.kind)
      : isAway.has(id)
        ? 'Its timeline is in the archive, and its profile is not.'
        : (row?.owed.length ?? 0) > 0
          ? 'Others were not told of its last change.'
          : undefined
    if (detail === undefined) return []
    const named = { identifier: identifierKey(identifier), customerId: id }
    return [{ identifier, difference: { kind: 'profile', ...named, detail } }]
  })
  return { ids: component.map(({ id }) => id), wrong, unhinted: missingHints(component) }
}

function rowProblem(stored: RowKind | undefined, computed: RowKind): string {
  return stored === computed
    ? `The row (${stored}) does not say what the facts say.`
    : `The row is ${stored ?? 'missing'}, and by the facts it is ${computed}.`
}
