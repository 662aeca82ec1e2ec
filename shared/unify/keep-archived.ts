import type { NodeId } from '../identity/node-id.ts'
import { profileDigest } from '../profiles/archived-profile.ts'
import type { Profile, RowContent } from '../profiles/profile-row.ts'
import type { Snapshot } from './snapshot.ts'

export interface WithArchived {
  /** What rows must say; a profile that is archived, and unchanged, stays archived. */
  readonly contents: ReadonlyMap<NodeId, RowContent>
  /** Nodes whose activities must be brought back before rows are written. */
  readonly away: readonly NodeId[]
}

/**
 * What computed rows become where nodes of the component are in the archive. Their facts stay with
 * them, so a profile is computed without its activities; it leaves the archive when it changes,
 * with all that is archived of it. One that stays as it is costs its neighbours nothing.
 */
export function keepArchived(
  component: readonly Snapshot[],
  contents: ReadonlyMap<NodeId, RowContent>,
): WithArchived {
  const archived = new Set(
    component.filter(({ node }) => node?.archive !== undefined).map(({ id }) => id),
  )
  if (archived.size === 0) return { contents, away: [] }
  const rows = new Map(component.map(({ id, row }) => [id, row?.content]))
  const kept = new Map(contents)
  const away = new Set<NodeId>()
  for (const [id, content] of contents) {
    if (content.kind !== 'profile') continue
    const homes = content.profile.homes.map((home) => home.id)
    const gone = homes.filter((home) => archived.has(home))
    const row = rows.get(id)
    const stays = gone.length > 0 && gone.length === homes.length && isOf(content.profile, row)
    if (stays && row !== undefined) kept.set(id, row)
    else for (const home of gone) away.add(home)
  }
  return { contents: kept, away: [...away] }
}

function isOf(profile: Profile, row: RowContent | undefined): boolean {
  return row?.kind === 'archived' && row.archived.digest === profileDigest(profile)
}
