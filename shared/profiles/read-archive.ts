import type { NodeId } from '../identity/node-id.ts'
import { TransientError } from '../platform/errors/errors.ts'
import type { Activity } from './activity.ts'
import {
  parseActivities,
  parseEntry,
  withKeys,
  type ArchivedNode,
  type ArchiveEntry,
  type ArchivePiece,
} from './archive-entry.ts'
import type { ArchivePlace, ArchiveStore } from './archive-store.ts'
import type { KeyedActivity, NodeStore } from './node-store.ts'

/** An entry as read from where it lies. */
export interface FoundEntry {
  readonly entry: ArchiveEntry
  readonly blob: string
}

/** The entry at a place; `undefined` when its blob was deleted. */
export async function readEntry(
  archiveStore: ArchiveStore,
  place: ArchivePlace,
): Promise<FoundEntry | undefined> {
  const compressed = await archiveStore.read(place)
  return compressed && { entry: parseEntry(compressed), blob: place.blob }
}

/** All activities of a node, newest first, a part at a time. */
export async function* archivedActivities(
  archiveStore: ArchiveStore,
  blob: string,
  { activities, pieces }: ArchivedNode,
): AsyncGenerator<readonly Activity[]> {
  for (const piece of pieces) yield await readPiece(archiveStore, blob, piece)
  if (activities.length > 0) yield activities
}

async function readPiece(
  archiveStore: ArchiveStore,
  blob: string,
  { offset, length }: ArchivePiece,
): Promise<Activity[]> {
  const compressed = await archiveStore.read({ blob, offset, length })
  if (compressed !== undefined) return parseActivities(compressed)
  const message = 'The archive was deleted a moment ago.'
  throw new TransientError({ code: 'StorageUnavailable', message })
}

/** The timelines of an entry's nodes, to be read as those in the tables are. */
export function archivedTimelines(
  archiveStore: ArchiveStore,
  { entry, blob }: FoundEntry,
): Pick<NodeStore, 'listActivities'> {
  const nodes = new Map<NodeId, ArchivedNode>(entry.nodes.map((node) => [node.id, node]))
  return {
    listActivities: async (id, { after = '', before, top }) => {
      const node = nodes.get(id)
      const found: KeyedActivity[] = []
      const take = (activities: readonly Activity[]): void => {
        const keyed = withKeys(activities).filter(({ key }) => key > after)
        found.push(...keyed.filter(({ key }) => before === undefined || key < before))
      }
      for (const piece of node?.pieces ?? []) {
        if (found.length >= top) break
        if (piece.lastKey > after) take(await readPiece(archiveStore, blob, piece))
      }
      if (found.length < top) take(node?.activities ?? [])
      return found.slice(0, top)
    },
  }
}
