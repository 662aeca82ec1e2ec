import type { NodeId } from '../identity/node-id.ts'
import { profileParts, profileRowPages } from '../profiles/all-profile-rows.ts'
import { readComponent } from '../unify/read-component.ts'
import type { Snapshot, SnapshotContext } from '../unify/snapshot.ts'

/** A preview looks at this many identifiers, and no longer than this, in milliseconds. */
const mostIdentifiers = 50_000
const longestMs = 20_000

/** Tries definitions on one set of connected identifiers after the other. */
export interface Trial {
  add(component: readonly Snapshot[]): Promise<void>
  /** True when it can take no more. */
  isFull(): boolean
}

/** Hands all profiles to a trial, with whatever they are connected with; false: not all. */
export async function feedComponents(context: SnapshotContext, trial: Trial): Promise<boolean> {
  const visited = new Set<NodeId>()
  const until = performance.now() + longestMs
  const isOver = (): boolean =>
    visited.size > mostIdentifiers || trial.isFull() || performance.now() > until
  for (const part of profileParts) {
    for await (const page of profileRowPages(context.profileStore, part)) {
      for (const { id, row } of page) {
        const [seed] = row.content.kind === 'profile' ? row.content.profile.identifiers : []
        if (seed === undefined || visited.has(id)) continue
        if (isOver()) return false
        const component = await readComponent(context, [seed], { readOnly: true })
        for (const snapshot of component) visited.add(snapshot.id)
        await trial.add(component)
      }
    }
  }
  return true
}
