import * as z from 'zod'
import type { Identifier } from '../identity/identifier.ts'
import { asNodeId, type NodeId } from '../identity/node-id.ts'
import type { JobKind } from './job-kind.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { profileParts, profileRowPages } from '../profiles/all-profile-rows.ts'
import type { KeyedProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'
import { materialise, type MaterialiseContext } from '../unify/materialise.ts'
import { settleRows } from '../unify/settle-rows.ts'

type ReclusterContext = MaterialiseContext &
  Pick<Context, 'memberStore' | 'changeFeed' | 'isCurrent' | 'workspaceStore' | 'pointer'>

/** How far a pass is; a pass under another workspace does not count. */
const stateSchema = z.object({
  version: z.int(),
  /** How many parts are done, and the last row that is done of the next one. */
  parts: z.int(),
  after: z.string().transform(asNodeId).optional(),
  computed: z.int(),
})

type PassState = z.output<typeof stateSchema>

/** So many rows are computed before the worker tells of itself. */
const rowsAtOnce = 100

/** So many ids are remembered; what is forgotten is only computed again. */
const mostRemembered = 200_000

/** What a worker knows while it carries the pass on. */
interface Turn {
  /** When the pass began. */
  readonly begunAt: number
  /** Whose rows are in line under the rules of this turn: with somebody before them in the pass. */
  readonly computed: Set<NodeId>
}

/**
 * Computes all profiles again under the rules that hold, and notes that this is done. Batches of
 * events that began under other rules get no receipt, so whatever they still write is computed
 * again by their repetition.
 */
export const reclusterJob: JobKind = {
  summary: 'computes all profiles again, as a change of definitions asks for',
  stages: ['recluster'],
  run: async (context, run) => {
    let state = startOf(context, run.state)
    const turn: Turn = { begunAt: run.startedAt, computed: new Set() }
    const goesOn = async (): Promise<boolean> => {
      const progress = { stage: 'recluster', done: state.parts, total: profileParts.length }
      // Under another workspace the pass begins anew, by the next worker.
      return (await run.report(progress, state)) && (await context.isCurrent())
    }
    for (const part of profileParts.slice(state.parts)) {
      const rows = { after: state.after, top: rowsAtOnce }
      for await (const page of profileRowPages(context.profileStore, part, rows)) {
        const computed = state.computed + (await computePage(context, page, turn))
        state = { ...state, computed, after: page.at(-1)?.id }
        if (!(await goesOn())) return undefined
      }
      state = { ...state, parts: state.parts + 1, after: undefined }
      if (!(await goesOn())) return undefined
    }
    await context.workspaceStore.writeClustered(state.version)
    return { computed: state.computed }
  },
}

function startOf({ pointer }: ReclusterContext, stored: unknown): PassState {
  const state = stateSchema.safeParse(stored)
  const goesOn = state.success && state.data.version === pointer.version
  return goesOn ? state.data : { version: pointer.version, parts: 0, computed: 0 }
}

/** Computes the profiles among some rows, and identifiers that have none; answers how many. */
async function computePage(
  context: ReclusterContext,
  page: readonly KeyedProfileRow[],
  turn: Turn,
): Promise<number> {
  const seeds = page.filter(({ row }) => row.content.kind !== 'stub')
  await mapLimited(seeds, 8, (keyed) => computeAgain(context, keyed, turn))
  return seeds.length
}

/**
 * A worker of this job that died may have written rows through what was closed since, so this reads
 * through it: everybody who shares a terminal is one component then, and computed together.
 */
async function computeAgain(
  context: ReclusterContext,
  keyed: KeyedProfileRow,
  { begunAt, computed }: Turn,
): Promise<void> {
  if (computed.has(keyed.id)) return
  const identifier = await identifierOf(context, keyed)
  if (identifier === undefined) return
  const cause = { settingsVersion: context.pointer.version }
  const noteComputed = (component: readonly NodeId[]): void => {
    if (computed.size > mostRemembered) computed.clear()
    for (const id of component) computed.add(id)
  }
  const options = { known: new Map(), begunAt, cause, noteComputed }
  await settleRows(context, await materialise(context, [identifier], options))
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
