import type { NodeId } from '../identity/node-id.ts'
import { TransientError } from '../platform/errors/errors.ts'
import type { Activity } from '../profiles/activity.ts'
import type { NodeArchive, StoredNode } from '../profiles/node-store.ts'
import { archivedActivities, readEntry } from '../profiles/read-archive.ts'
import type { Context } from '../workspace/context.ts'
import { forgetNode } from './forget-node.ts'

type BringBackContext = Pick<Context, 'nodeStore' | 'archiveStore'>

const mostAttempts = 50

/**
 * Puts the activities of a node that left the tables back; with the last of them it is live again.
 * Whoever stops in between leaves it `returning`, and the next one puts them back once more. A node
 * that is live is only read. Of an archive that was deleted nothing comes back.
 */
export async function bringBack(
  context: BringBackContext,
  id: NodeId,
): Promise<StoredNode | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const node = await context.nodeStore.read(id)
    if (node?.archive === undefined) return node
    const live = await putBack(context, { id, node, archive: node.archive })
    if (live !== undefined) return live
  }
  throw new TransientError({ code: 'Contention', message: 'A node changes too often.' })
}

/** `undefined` when somebody else has changed the node meanwhile. */
async function putBack(
  context: BringBackContext,
  {
    id,
    node,
    archive,
  }: { readonly id: NodeId; readonly node: StoredNode; readonly archive: NodeArchive },
): Promise<StoredNode | undefined> {
  const { place } = archive
  const found = await readEntry(context.archiveStore, place)
  const archived = found?.entry.nodes.find((one) => one.id === id)
  if (archived === undefined) return forgetNode(context, id, place.blob)
  let base = node
  let waiting: readonly Activity[] = []
  const write = async (replace: readonly Activity[], isLast: boolean): Promise<boolean> => {
    const outcome = await context.nodeStore.commit(id, {
      ...{ facts: base.facts, base, replace },
      archive: isLast ? 'live' : { state: 'returning', place },
    })
    if (outcome.kind === 'committed') base = outcome.node
    return outcome.kind === 'committed'
  }
  for await (const part of archivedActivities(context.archiveStore, place.blob, archived)) {
    for (const activities of cutForTransactions(part)) {
      if (waiting.length > 0 && !(await write(waiting, false))) return undefined
      waiting = activities
    }
  }
  return (await write(waiting, true)) ? base : undefined
}

/** A transaction takes 100 operations, one of them the node, and 4 MiB as sent. */
const mostOperations = 99
const mostBytes = 2 * 1024 * 1024

function cutForTransactions(activities: readonly Activity[]): Activity[][] {
  const parts: Activity[][] = []
  let bytes = Infinity
  for (const activity of activities) {
    const size = Buffer.byteLength(JSON.stringify(activity)) + 512
    const part = parts.at(-1)
    if (part === undefined || part.length >= mostOperations || bytes + size > mostBytes) {
      parts.push([activity])
      bytes = size
    } else {
      part.push(activity)
      bytes += size
    }
  }
  return parts
}
