import { mapLimited } from '../platform/async/map-limited.ts'
import type { ArchivePlace } from '../profiles/archive-store.ts'
import { profileDigest } from '../profiles/archived-profile.ts'
import { owedAfter } from '../profiles/owed-effects.ts'
import type { RowContent } from '../profiles/profile-row.ts'
import type { OwingRow } from '../unify/settle-rows.ts'
import type { PackedGroup } from './archive-blob.ts'
import { clearNodes } from './end-archiving.ts'
import type { ProfileGroup } from './idle-group.ts'
import { mendRows } from './mend-rows.ts'
import type { RetentionContext } from './retention-context.ts'

/**
 * Moves a group whose activities are in an archive blob out of the tables: nodes say so while they
 * are what was read, then the profiles' rows, and only then, when nobody looks for them on a
 * timeline any more, the activities are deleted. Where somebody came in between all comes back.
 * Answers the rows, which owe effects.
 */
export async function archiveGroup(
  context: RetentionContext,
  { group, place }: PackedGroup,
): Promise<OwingRow[] | undefined> {
  const rows = (await markNodes(context, group, place))
    ? await writeRows(context, group, place)
    : undefined
  if (rows === undefined) {
    await mendRows(
      context,
      group.profiles.flatMap(({ profile }) => profile.identifiers),
      group.dueSince,
    )
    return undefined
  }
  await clearNodes(
    context,
    place,
    group.nodes.map(({ id }) => id),
  )
  return rows
}

async function markNodes(
  { nodeStore }: RetentionContext,
  { nodes }: ProfileGroup,
  place: ArchivePlace,
): Promise<boolean> {
  for (const { id, node } of nodes) {
    const outcome = await nodeStore.commit(id, {
      ...{ facts: node.facts, base: node },
      archive: { state: 'archiving', place },
    })
    if (outcome.kind === 'conflict') return false
  }
  return true
}

/** `undefined` when a row was written meanwhile. */
async function writeRows(
  context: RetentionContext,
  { profiles }: ProfileGroup,
  place: ArchivePlace,
): Promise<OwingRow[] | undefined> {
  const evaluatedAt = context.now()
  const rows = await mapLimited(profiles, 4, async ({ id, profile, row }) => {
    const content: RowContent = {
      kind: 'archived',
      archived: { place, digest: profileDigest(profile) },
    }
    const version = row.version + 1
    const owed = owedAfter({ id, before: row, after: content, version, now: evaluatedAt })
    const next = { content, version, owed, evaluatedAt, history: row.history }
    const written = await context.profileStore.write(id, next, row.etag)
    return written && { id, row: written }
  })
  const written = rows.filter((row) => row !== undefined)
  return written.length === rows.length ? written : undefined
}
