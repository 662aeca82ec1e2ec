import type { NodeId } from '../identity/node-id.ts'
import { activityKey, type Activity } from '../profiles/activity.ts'
import type { FactSource } from '../profiles/node-facts.ts'
import type { KeyedActivity, NodePlace, StoredNode } from '../profiles/node-store.ts'
import { allActivities } from '../unify/all-activities.ts'
import type { VerifyContext } from './verify-context.ts'

/** An identifier with all that is stored with it. */
export interface ScannedNode {
  readonly id: NodeId
  /** `undefined` where activities stand without a node, which must not be. */
  readonly node: StoredNode | undefined
  /** What its facts are made from. */
  readonly sources: readonly FactSource[]
}

/** Looks at an activity of an identifier; what it answers is kept. */
type See<T> = (id: NodeId, keyed: KeyedActivity) => readonly T[]

const pageSize = 1000

/**
 * All identifiers whose ids begin with the digits, in order, with their timelines, also where these
 * are in the archive. `see` is given each activity; what it answers is kept until the identifier's
 * node is known, since what is left of a timeline that was archived does not count.
 */
export async function* scanNodes<T>(
  context: VerifyContext,
  digits: string,
  see: See<T>,
): AsyncGenerator<ScannedNode & { readonly seen: readonly T[] }> {
  let after: NodePlace | undefined
  let current = emptyScan<T>(undefined)
  do {
    const page = await context.nodeStore.list(digits, { after, top: pageSize })
    for (const item of page.items) {
      if (current.id !== undefined && current.id !== item.id) yield ended(current)
      if (current.id !== item.id) current = emptyScan<T>(item.id)
      if (item.kind === 'activity') {
        current.sources.push(sourceOf(item.activity))
        current.seen.push(...see(item.id, item))
      } else {
        const { node } = item
        yield node.archive === undefined
          ? { ...ended(current), id: item.id, node }
          : await archivedScan(context, { id: item.id, node }, see)
        current = emptyScan<T>(undefined)
      }
    }
    after = page.after
  } while (after !== undefined)
  if (current.id !== undefined) yield ended(current)
}

interface Scan<T> {
  readonly id: NodeId | undefined
  readonly sources: FactSource[]
  readonly seen: T[]
}

function emptyScan<T>(id: NodeId | undefined): Scan<T> {
  return { id, sources: [], seen: [] }
}

function ended<T>({ id, ...scan }: Scan<T>): ScannedNode & { readonly seen: readonly T[] } {
  return { ...scan, id: id as NodeId, node: undefined }
}

async function archivedScan<T>(
  context: VerifyContext,
  { id, node }: { readonly id: NodeId; readonly node: StoredNode },
  see: See<T>,
): Promise<ScannedNode & { readonly seen: readonly T[] }> {
  const sources: FactSource[] = []
  const seen: T[] = []
  for await (const activities of allActivities(context, id, node.archive)) {
    for (const activity of activities) {
      sources.push(sourceOf(activity))
      seen.push(...see(id, { key: activityKey(activity), activity }))
    }
  }
  return { id, node, sources, seen }
}

/** Properties may be large, and there may be many. */
function sourceOf(activity: Activity): FactSource {
  const { messageId, time, receivedAt, source, logout, identifiers, previous, attributes } =
    activity
  return { messageId, time, receivedAt, source, logout, identifiers, previous, attributes }
}
