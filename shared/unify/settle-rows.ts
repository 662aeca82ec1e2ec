import type { NodeId } from '../identity/node-id.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { changeOf, isMembership } from '../profiles/owed-effects.ts'
import type { StoredProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'

/** A row with effects that others must still be told of. */
export interface OwingRow {
  readonly id: NodeId
  readonly row: StoredProfileRow
}

/**
 * Passes on what rows owe: memberships with their counts, then the topic `changes`, then the list
 * is cleared. After a crash in between all is done again; memberships are told apart by version,
 * subscribers get a change at least once. A row that somebody else has written meanwhile keeps its
 * list: that writer settles it.
 */
export async function settleRows(
  context: Pick<Context, 'memberStore' | 'changeFeed' | 'profileStore'>,
  rows: readonly OwingRow[],
): Promise<void> {
  const owed = rows.flatMap(({ id, row }) => row.owed.map((effect) => ({ id, effect })))
  if (owed.length === 0) return
  await context.memberStore.settle(
    owed.flatMap(({ id, effect }) => (isMembership(effect) ? [{ customerId: id, effect }] : [])),
  )
  await context.changeFeed.publish(owed.map(({ id, effect }) => changeOf(id, effect)))
  await mapLimited(rows, 8, ({ id, row }) =>
    context.profileStore.write(id, { ...row, owed: [] }, row.etag),
  )
}
