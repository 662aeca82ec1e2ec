import type { NodeId } from '../identity/node-id.ts'
import { idleMoment } from '../profiles/idle-profile.ts'
import type { RowContent, StoredProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'
import { factsOf, type Snapshot } from './snapshot.ts'

interface DueRow {
  readonly id: NodeId
  readonly row: StoredProfileRow | undefined
  /** What the row is about to say. */
  readonly content: RowContent
  readonly component: readonly Snapshot[]
}

/**
 * Sees to it that table `due` names a row at the latest when time alone may change it; answers the
 * moment of the entry, for the row to remember. An entry that is early enough stays as it is, so a
 * profile costs one write in a period, however many events come. Never in the past: whoever works
 * entries off may take those of hours that are over for out of date.
 */
export async function noteDue(
  context: Pick<Context, 'now' | 'dueStore' | 'identity'>,
  { id, row, content, component }: DueRow,
): Promise<number | undefined> {
  if (content.kind !== 'profile' || content.profile.known) return undefined
  const ids = new Set<NodeId>(content.profile.homes.map((home) => home.id))
  const homes = component.filter((snapshot) => ids.has(snapshot.id)).map(factsOf)
  const moment = Math.max(idleMoment(homes, context.identity), context.now())
  if (row?.dueAt !== undefined && row.dueAt <= moment) return row.dueAt
  await context.dueStore.add(id, moment)
  return moment
}
