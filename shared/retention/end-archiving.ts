import type { NodeId } from '../identity/node-id.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { ArchivePlace } from '../profiles/archive-store.ts'
import { readEntry } from '../profiles/read-archive.ts'
import { clearTimeline } from '../unify/clear-timeline.ts'
import { settleRows } from '../unify/settle-rows.ts'
import { mendRows } from './mend-rows.ts'
import type { RetentionContext } from './retention-context.ts'

/** Deletes the activities of nodes whose profiles say that they are in the archive. */
export async function clearNodes(
  context: RetentionContext,
  place: ArchivePlace,
  ids: readonly NodeId[],
): Promise<void> {
  await mapLimited(ids, 4, (id) =>
    clearTimeline(context, id, {
      isMeant: (archive) => archive.state === 'archiving' && isSamePlace(archive.place, place),
      cleared: ({ facts }, archive) => ({ facts, archive: { ...archive, state: 'archived' } }),
    }),
  )
}

/** Does what a worker that stopped after writing the rows of an entry has left to do. */
export async function endArchiving(
  context: RetentionContext,
  place: ArchivePlace,
  begunAt: number,
): Promise<void> {
  const found = await readEntry(context.archiveStore, place)
  if (found === undefined) return
  const { profiles, nodes } = found.entry
  const rows = await mapLimited(profiles, 4, async ({ profile: { customerId: id } }) => ({
    id,
    row: await context.profileStore.read(id),
  }))
  const stays = rows.every(
    ({ row }) => row?.content.kind === 'archived' && isSamePlace(row.content.archived.place, place),
  )
  if (!stays) {
    // Somebody came in between, and who should bring all back stopped before that.
    const identifiers = profiles.flatMap(({ profile }) => profile.identifiers)
    await mendRows(context, identifiers, begunAt)
    return
  }
  await clearNodes(
    context,
    place,
    nodes.map(({ id }) => id),
  )
  const owing = rows.flatMap(({ id, row }) => (row && row.owed.length > 0 ? [{ id, row }] : []))
  await settleRows(context, owing)
}

function isSamePlace(a: ArchivePlace, b: ArchivePlace): boolean {
  return a.blob === b.blob && a.offset === b.offset
}
