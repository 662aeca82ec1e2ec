import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { activityKey, isSameLocation, type Activity } from '../profiles/activity.ts'
import { addActivities, emptyFacts, type FactRules } from '../profiles/node-facts.ts'
import type { NodeCommit, StoredNode } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'
import { factRulesOf, type IdentityContext } from './identity-context.ts'
import { bringBack } from './bring-back.ts'
import type { HomeChange } from './home-change.ts'
import { refold } from './refold.ts'

type HomeContext = Pick<Context, 'nodeStore' | 'archiveStore' | 'messageStore' | 'nodeIdOf'> &
  IdentityContext

const mostAttempts = 50

/**
 * Appends activities that were never seen before, with the node as read before their messages were
 * entered: if anything happened to the node since, or its facts cannot take them in, nothing is
 * written and `undefined` comes back. So it does where the home is in the archive.
 */
export async function appendFresh(
  context: HomeContext,
  { home, add }: Pick<HomeChange, 'home' | 'add'>,
  base: StoredNode | undefined,
): Promise<StoredNode | undefined> {
  if (base?.archive !== undefined) return undefined
  const rules = factRulesOf(context)
  const facts = addActivities(base?.facts ?? emptyFacts(home), add, rules)
  if (facts === undefined) return undefined
  const outcome = await context.nodeStore.commit(context.nodeIdOf(home), {
    facts,
    base,
    insert: add,
  })
  return outcome.kind === 'committed' ? outcome.node : undefined
}

/**
 * Brings a home to the state that the messages ask for, whatever was done before: adds what is
 * missing, takes out what lost, and raises the version of a home that lost something even when
 * nothing was there, so that a worker that is about to add the losing copy fails and looks again.
 */
export async function changeHome(
  context: HomeContext,
  change: HomeChange,
): Promise<StoredNode | undefined> {
  const id = context.nodeIdOf(change.home)
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const base = await bringBack(context, id)
    const wanted = await stillWinning(context, change)
    const states = await mapLimited(wanted, 8, (activity) => stateOf(context, id, activity))
    const missing = wanted.filter((_, index) => states[index] === 'absent')
    const replaces = change.withdraw.length > 0 || states.includes('other')
    if (!replaces && missing.length === 0) return base
    const rules = factRulesOf(context)
    const commit =
      (replaces ? undefined : appendTo(base, { change, missing, rules })) ??
      (await refold(context, { id, base, change, wanted, rules }))
    const outcome = await context.nodeStore.commit(id, commit)
    if (outcome.kind === 'committed') return outcome.node
  }
  throw new TransientError({ code: 'Contention', message: 'A home changes too often to write.' })
}

/** The commit that adds what is missing; `undefined` where the facts cannot take it in. */
function appendTo(
  base: StoredNode | undefined,
  {
    change,
    missing,
    rules,
  }: {
    readonly change: HomeChange
    readonly missing: readonly Activity[]
    readonly rules: FactRules
  },
): NodeCommit | undefined {
  const facts = addActivities(base?.facts ?? emptyFacts(change.home), missing, rules)
  return facts && { base, facts, insert: missing }
}

/** The activities whose copy is the winning one now; read after the node, which guards the write. */
async function stillWinning(context: HomeContext, change: HomeChange): Promise<Activity[]> {
  const key = identifierKey(change.home)
  const checked = await mapLimited(change.add, 8, async (activity) => {
    const stored = await context.messageStore.read(activity.messageId)
    const home = stored?.entry.home
    const wins =
      stored !== undefined &&
      home !== undefined &&
      isSameLocation(stored.entry.location, activity.location) &&
      identifierKey(home) === key
    return wins ? [activity] : []
  })
  return checked.flat()
}

async function stateOf(
  context: HomeContext,
  id: NodeId,
  activity: Activity,
): Promise<'absent' | 'applied' | 'other'> {
  const stored = await context.nodeStore.readActivity(id, activityKey(activity))
  if (stored === undefined) return 'absent'
  return isSameLocation(stored.location, activity.location) ? 'applied' : 'other'
}
