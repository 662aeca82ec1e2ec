import type { Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { profileParts, profileRowPages } from '../profiles/all-profile-rows.ts'
import type { KeyedProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'
import { materialise, type MaterialiseContext } from './materialise.ts'
import { settleRows } from './settle-rows.ts'
import { workspaceChanged } from './workspace-changed.ts'

type ReclusterContext = MaterialiseContext &
  Pick<
    Context,
    'memberStore' | 'changeFeed' | 'isCurrent' | 'workspaceStore' | 'identityVersion'
  > & {
    readonly workspace: Pick<Context['workspace'], 'version'>
  }

export interface ReclusterResult {
  /** Profiles, and identifiers without one, that were computed again. */
  readonly computed: number
}

/**
 * Computes all profiles again under the rules that hold now, and notes that this is done. Batches
 * of events that began under other rules get no receipt, so whatever they still write is computed
 * again by their repetition. `goesOn` is told how many of the parts are done.
 */
export async function recluster(
  context: ReclusterContext,
  progress: { readonly done: number },
  goesOn: (done: number, total: number) => Promise<boolean>,
): Promise<ReclusterResult> {
  let computed = 0
  for (const [index, part] of profileParts.entries()) {
    if (index < progress.done) continue
    for await (const page of profileRowPages(context.profileStore, part)) {
      const seeds = page.filter(({ row }) => row.content.kind !== 'stub')
      await mapLimited(seeds, 8, (keyed) => computeAgain(context, keyed))
      computed += seeds.length
    }
    if (!(await context.isCurrent())) throw workspaceChanged()
    if (!(await goesOn(index + 1, profileParts.length))) return { computed }
  }
  await context.workspaceStore.writeClustered(context.workspace.version)
  return { computed }
}

async function computeAgain(context: ReclusterContext, keyed: KeyedProfileRow): Promise<void> {
  const identifier = await identifierOf(context, keyed)
  if (identifier === undefined) return
  await settleRows(context, await materialise(context, [identifier], { known: new Map() }))
}

/** The identifier under which a row stands. */
async function identifierOf(
  context: ReclusterContext,
  { id, row: { content } }: KeyedProfileRow,
): Promise<Identifier | undefined> {
  const known =
    content.kind === 'profile'
      ? content.profile.identifiers.find((own) => own.id === id)
      : undefined
  if (known !== undefined) return { namespace: known.namespace, value: known.value }
  return (await context.nodeStore.read(id))?.facts.identifier
}
