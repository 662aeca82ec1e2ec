import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { identityMetrics } from '../identity/identity-metrics.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import type { NodeId } from '../identity/node-id.ts'
import { rowHistory, type Cause, type RowsChange } from '../profiles/profile-change.ts'
import { owedAfter } from '../profiles/owed-effects.ts'
import type { ProfileRow, RowContent, StoredProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'
import { bringBack } from './bring-back.ts'
import { closeNodes } from './close-nodes.ts'
import { computeContents } from './compute-contents.ts'
import { countRefusals } from './count-refusals.ts'
import type { OwingRow } from './settle-rows.ts'
import type { IdentityContext } from './identity-context.ts'
import { keepArchived } from './keep-archived.ts'
import { noteDue } from './note-due.ts'
import { readComponent } from './read-component.ts'
import type { Snapshot, Snapshots } from './snapshot.ts'

export type MaterialiseContext = Pick<
  Context,
  'now' | 'nodeIdOf' | 'profileStore' | 'nodeStore' | 'dueStore' | 'archiveStore' | 'metrics'
> &
  IdentityContext

export interface MaterialiseOptions {
  readonly known: Snapshots
  readonly begunAt?: number
  readonly cause?: Cause
  /** Told whose rows are in line by now: of everything that was connected, not of the seeds alone. */
  readonly noteComputed?: (component: readonly NodeId[]) => void
}

const mostAttempts = 50

/**
 * Brings the rows of everything connected with the given identifiers in line with the facts: write,
 * then validate. A row is written only where it is unchanged since before its facts were read, and
 * when the facts of any identifier changed meanwhile all is computed again, so whoever validates
 * last has written what the last facts say. What left the tables and changes comes back first.
 * Answers the rows that owe effects.
 */
export async function materialise(
  context: MaterialiseContext,
  seeds: readonly Identifier[],
  { known, begunAt = Infinity, cause = {}, noteComputed }: MaterialiseOptions,
): Promise<OwingRow[]> {
  // What was read once is read again: rows may have been written that only this worker knows of.
  const read = new Map(seeds.map((seed) => [identifierKey(seed), seed]))
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const early: Snapshots = attempt === 0 ? known : new Map<string, Snapshot>()
    const component = await readComponent(context, [...read.values()], { known: early, begunAt })
    for (const { identifier } of component) read.set(identifierKey(identifier), identifier)
    const { rows: computed, toClose, refused } = await computeContents(context, component)
    const { contents, away } = keepArchived(component, computed)
    if (away.length > 0) {
      await mapLimited(away, 8, (id) => bringBack(context, id))
      continue
    }
    const rows = await writeRows(context, { component, early, cause }, contents)
    if (rows === undefined) continue
    if (await factsChanged(context, component)) continue
    await closeNodes(context, component, toClose)
    countRefusals(context.metrics, refused, cause)
    noteComputed?.(component.map(({ id }) => id))
    return rows.filter(({ row }) => row.owed.length > 0)
  }
  throw new TransientError({ code: 'Contention', message: 'A profile changes too often to write.' })
}

interface Reading {
  readonly component: readonly Snapshot[]
  /** What was read before the worker's own facts were committed. */
  readonly early: Snapshots
  readonly cause: Cause
}

/**
 * Writes what differs; `undefined` on conflict. A reader who follows a stub at any moment must find
 * a whole profile: profiles first, then the stubs that point to them, and last the rows that are
 * profiles no more, to which stubs pointed until now.
 */
async function writeRows(
  context: MaterialiseContext,
  { component, early, cause }: Reading,
  contents: ReadonlyMap<NodeId, RowContent>,
): Promise<OwingRow[] | undefined> {
  const before = new Map(component.map(({ id, row }) => [id, row]))
  const change: RowsChange = { before, after: contents, cause, now: context.now() }
  const written: OwingRow[] = []
  const write = async (snapshot: Snapshot): Promise<boolean> => {
    const content = contents.get(snapshot.id)
    if (content === undefined || isAsComputed(snapshot.row, content)) {
      const isEarly = early.has(identifierKey(snapshot.identifier))
      if (isEarly && (await rowChanged(context, snapshot))) return false
      if (snapshot.row !== undefined) written.push({ id: snapshot.id, row: snapshot.row })
      return true
    }
    const row = await writeRow(context, { snapshot, component }, { content, change })
    if (row !== undefined) written.push({ id: snapshot.id, row })
    return row !== undefined
  }
  const stepOf = ({ id, row }: Snapshot): number => {
    const kind = contents.get(id)?.kind
    if (kind === 'profile' || kind === 'archived') return 0
    return row?.content.kind === 'profile' || row?.content.kind === 'archived' ? 2 : 1
  }
  for (const step of [0, 1, 2]) {
    const part = component.filter((snapshot) => stepOf(snapshot) === step)
    const outcomes = await mapLimited(part, 8, write)
    if (outcomes.includes(false)) return undefined
  }
  return written
}

/** True when there is nothing to write; what leads nowhere and has no row needs none. */
export function isAsComputed(row: StoredProfileRow | undefined, content: RowContent): boolean {
  if (row === undefined) return content.kind === 'detached' && content.survivor === undefined
  return canonicalJson(row.content) === canonicalJson(content)
}

/**
 * A snapshot taken before our own facts were committed may be older than a row that somebody has
 * written and validated meanwhile, without our facts. A write by its ETag notices that; where
 * nothing is to be written the row must be looked at again.
 */
async function rowChanged(
  { profileStore }: Pick<Context, 'profileStore'>,
  { id, row }: Snapshot,
): Promise<boolean> {
  return (await profileStore.read(id))?.etag !== row?.etag
}

/** `undefined` when somebody else has written the row since it was read. */
async function writeRow(
  context: MaterialiseContext,
  { snapshot, component }: { readonly snapshot: Snapshot; readonly component: readonly Snapshot[] },
  { content, change }: { readonly content: RowContent; readonly change: RowsChange },
): Promise<StoredProfileRow | undefined> {
  const { id, row } = snapshot
  const { now } = change
  const version = (row?.version ?? context.profileStore.firstVersion) + 1
  const owed = owedAfter({ id, before: row, after: content, version, now })
  const dueAt = await noteDue(context, { id, row, content, component })
  const { history, merges, splits } = rowHistory(id, change)
  const next: ProfileRow = { content, version, owed, evaluatedAt: now, dueAt, history }
  const written = await context.profileStore.write(id, next, row?.etag)
  if (written === undefined) return undefined
  if (merges > 0) context.metrics.count(identityMetrics.merges, merges)
  if (splits > 0) context.metrics.count(identityMetrics.splits, splits)
  return written
}

async function factsChanged(
  context: MaterialiseContext,
  component: readonly Snapshot[],
): Promise<boolean> {
  const changed = await mapLimited(component, 8, async ({ id, node }) => {
    return (await context.nodeStore.readVersion(id)) !== (node?.version ?? 0)
  })
  return changed.includes(true)
}
