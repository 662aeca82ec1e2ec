import type { NodeId } from '../identity/node-id.ts'
import type { Activity } from '../profiles/activity.ts'
import {
  compressActivities,
  compressEntry,
  withKeys,
  type ArchivedNode,
  type ArchivePiece,
} from '../profiles/archive-entry.ts'
import type { ArchivePlace } from '../profiles/archive-store.ts'
import { timelinePages } from '../unify/timeline-pages.ts'
import type { Context } from '../workspace/context.ts'
import type { ProfileGroup } from './idle-group.ts'

/** A group whose activities are in the blob. */
export interface PackedGroup {
  readonly group: ProfileGroup
  readonly place: ArchivePlace
  readonly activityCount: number
  /** The later of time and receipt of its latest activity, in milliseconds. */
  readonly lastActive: number
}

/** A blob in the making; in memory it is compressed, and a page of activities at a time is not. */
export interface ArchiveBlob {
  readonly name: string
  /** Groups are added side by side, each from the facts that its nodes were read with. */
  add(group: ProfileGroup): Promise<PackedGroup>
  content(): Uint8Array
  isFull(): boolean
}

/** This many activities stand in an entry itself, to be read with it. */
const mostInEntry = 1000
/** Further groups go into another blob: all of it is held in memory. */
const mostBytes = 32 * 1024 * 1024

export function createArchiveBlob(
  { nodeStore, now }: Pick<Context, 'nodeStore' | 'now'>,
  name: string,
): ArchiveBlob {
  const parts: Uint8Array[] = []
  let size = 0
  const append = (part: Uint8Array): { offset: number; length: number } => {
    const offset = size
    parts.push(part)
    size += part.byteLength
    return { offset, length: part.byteLength }
  }
  return {
    name,
    isFull: () => size >= mostBytes,
    content: () => Buffer.concat(parts),
    add: async (group) => {
      const nodes: ArchivedNode[] = []
      let [inEntry, activityCount, lastActive] = [0, 0, -Infinity]
      for (const { id } of group.nodes) {
        const packed = await packNode(nodeStore, { id, room: mostInEntry - inEntry, append })
        nodes.push(packed.node)
        inEntry += packed.node.activities.length
        activityCount += packed.activityCount
        lastActive = Math.max(lastActive, packed.lastActive)
      }
      const profiles = group.profiles.map(({ profile, row: { evaluatedAt } }) => ({
        ...{ profile, evaluatedAt },
      }))
      const place = append(compressEntry({ archivedAt: now(), profiles, nodes }))
      return { group, place: { blob: name, ...place }, activityCount, lastActive }
    },
  }
}

/** The timeline of a node: its last page in the entry, where there is room, others as pieces. */
async function packNode(
  nodeStore: Context['nodeStore'],
  {
    id,
    room,
    append,
  }: {
    readonly id: NodeId
    readonly room: number
    readonly append: (part: Uint8Array) => { offset: number; length: number }
  },
): Promise<{ node: ArchivedNode; activityCount: number; lastActive: number }> {
  const pieces: ArchivePiece[] = []
  let activities: Activity[] = []
  let [activityCount, lastActive] = [0, -Infinity]
  const putAside = (): void => {
    const last = withKeys(activities).at(-1)
    if (last === undefined) return
    const place = append(compressActivities(activities))
    pieces.push({ lastKey: last.key, count: activities.length, ...place })
    activities = []
  }
  for await (const page of timelinePages(nodeStore, id)) {
    if (page.length === 0) continue
    putAside()
    activities = page.map(({ activity }) => activity)
    activityCount += page.length
    for (const { time, receivedAt } of activities) {
      lastActive = Math.max(lastActive, time, receivedAt)
    }
  }
  if (activities.length > room) putAside()
  return { node: { id, activities, pieces }, activityCount, lastActive }
}
