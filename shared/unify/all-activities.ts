import type { NodeId } from '../identity/node-id.ts'
import type { Activity } from '../profiles/activity.ts'
import type { NodeArchive } from '../profiles/node-store.ts'
import { archivedActivities, readEntry } from '../profiles/read-archive.ts'
import type { Context } from '../workspace/context.ts'
import { timelinePages } from './timeline-pages.ts'

/**
 * All activities of a home, newest first, wherever they are: while a node is not live the archive
 * has all of them; once that was deleted there are none.
 */
export async function* allActivities(
  { nodeStore, archiveStore }: Pick<Context, 'nodeStore' | 'archiveStore'>,
  id: NodeId,
  archive: NodeArchive | undefined,
): AsyncGenerator<readonly Activity[]> {
  if (archive === undefined) {
    for await (const page of timelinePages(nodeStore, id)) {
      yield page.map(({ activity }) => activity)
    }
    return
  }
  const found = await readEntry(archiveStore, archive.place)
  const node = found?.entry.nodes.find((one) => one.id === id)
  if (node !== undefined) yield* archivedActivities(archiveStore, archive.place.blob, node)
}
