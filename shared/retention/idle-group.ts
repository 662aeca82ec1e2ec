import type { NodeId } from '../identity/node-id.ts'
import type { Profile, RowContent, StoredProfileRow } from '../profiles/profile-row.ts'
import type { StoredNode } from '../profiles/node-store.ts'
import { isAsComputed } from '../unify/materialise.ts'
import type { Snapshot } from '../unify/snapshot.ts'

/**
 * Profiles that leave the tables together, and all nodes that store their activities. On a shared
 * home each of its owners must be idle: activities leave only when no live profile owns any. A home
 * that is open leads to all of its owners, so they were read.
 */
export interface ProfileGroup extends IdleGroup {
  /** Since when somebody may have been at work on it, in milliseconds. */
  readonly dueSince: number
}

export interface IdleGroup {
  readonly profiles: readonly {
    readonly id: NodeId
    readonly profile: Profile
    readonly row: StoredProfileRow
  }[]
  readonly nodes: readonly { readonly id: NodeId; readonly node: StoredNode }[]
}

/**
 * The group of a profile; `undefined` where the rows are not what was computed, or a node is in the
 * archive: then somebody stopped half-way.
 */
export function groupOf(
  start: NodeId,
  component: readonly Snapshot[],
  contents: ReadonlyMap<NodeId, RowContent>,
): IdleGroup | undefined {
  const snapshots = new Map(component.map((snapshot) => [snapshot.id, snapshot]))
  const members = ownersOfSameHomes(start, contents)
  const profiles = members.flatMap(({ id, profile }) => {
    const row = snapshots.get(id)?.row
    const isCurrent = row !== undefined && isAsComputed(row, { kind: 'profile', profile })
    return isCurrent ? [{ id, profile, row }] : []
  })
  const homes = new Set(members.flatMap(({ profile }) => profile.homes.map(({ id }) => id)))
  const nodes = [...homes].flatMap((id) => {
    const node = snapshots.get(id)?.node
    return node === undefined || node.archive !== undefined ? [] : [{ id, node }]
  })
  const isWhole = profiles.length === members.length && nodes.length === homes.size
  return isWhole && profiles.length > 0 ? { profiles, nodes } : undefined
}

interface Owner {
  readonly id: NodeId
  readonly profile: Profile
}

/** The profile, who shares a home with it, who shares one with those, and so on. */
function ownersOfSameHomes(start: NodeId, contents: ReadonlyMap<NodeId, RowContent>): Owner[] {
  const owners = [...contents].flatMap(([id, content]): Owner[] =>
    content.kind === 'profile' ? [{ id, profile: content.profile }] : [],
  )
  const group = new Map(owners.filter(({ id }) => id === start).map((owner) => [owner.id, owner]))
  for (let size = 0; size < group.size;) {
    size = group.size
    const homes = new Set([...group.values()].flatMap(homesOf))
    for (const owner of owners) {
      if (homesOf(owner).some((home) => homes.has(home))) group.set(owner.id, owner)
    }
  }
  return [...group.values()]
}

function homesOf({ profile }: Owner): NodeId[] {
  return profile.homes.map(({ id }) => id)
}
