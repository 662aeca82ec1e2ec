import type { NodeId } from '../identity/node-id.ts'
import type { KeyedActivity, NodeStore } from '../profiles/node-store.ts'

const pageSize = 1000

/** All activities of a home, newest first. */
export async function* timelinePages(
  nodeStore: Pick<NodeStore, 'listActivities'>,
  id: NodeId,
): AsyncGenerator<KeyedActivity[]> {
  let after = ''
  for (;;) {
    const page = await nodeStore.listActivities(id, { after, top: pageSize })
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    after = last.key
  }
}
