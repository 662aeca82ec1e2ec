import type { NodeId } from '../identity/node-id.ts'
import { TransientError } from '../platform/errors/errors.ts'
import type { NodeFacts } from '../profiles/node-facts.ts'
import type { NodeArchive, StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'

/** A transaction takes 100 operations; one is the node. */
const mostRemoved = 99
const mostAttempts = 50

export interface ClearedNode {
  readonly facts: NodeFacts
  readonly archive: NodeArchive | 'live'
}

/**
 * Deletes all activities of a node that is not live, while it stays as `isMeant` wants it; with the
 * last of them the node becomes what `cleared` says. Answers the node as it is then; `undefined`
 * when it is not meant any more.
 */
export async function clearTimeline(
  { nodeStore }: Pick<Context, 'nodeStore'>,
  id: NodeId,
  {
    isMeant,
    cleared,
  }: {
    readonly isMeant: (archive: NodeArchive) => boolean
    readonly cleared: (node: StoredNode, archive: NodeArchive) => ClearedNode
  },
): Promise<StoredNode | undefined> {
  let conflicts = 0
  let node = await nodeStore.read(id)
  while (node?.archive !== undefined && isMeant(node.archive)) {
    const page = await nodeStore.listActivities(id, { top: mostRemoved })
    const isLast = page.length < mostRemoved
    const { facts, archive } = isLast
      ? cleared(node, node.archive)
      : { facts: node.facts, archive: node.archive }
    const remove = page.map(({ key }) => key)
    const outcome = await nodeStore.commit(id, { facts, base: node, remove, archive })
    if (outcome.kind === 'committed') {
      if (isLast) return outcome.node
      node = outcome.node
      continue
    }
    conflicts += 1
    if (conflicts >= mostAttempts) {
      throw new TransientError({ code: 'Contention', message: 'A node changes too often.' })
    }
    node = await nodeStore.read(id)
  }
  return undefined
}
