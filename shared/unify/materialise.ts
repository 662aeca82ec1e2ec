import { identifierKey, type Identifier } from '../identity/identifier.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { TransientError } from '../platform/errors/errors.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { owedAfter } from '../profiles/owed-effects.ts'
import type { ProfileRow, RowContent, StoredProfileRow } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'
import { computeContents } from './compute-contents.ts'
import type { OwingRow } from './settle-rows.ts'
import type { IdentityContext } from './identity-context.ts'
import { readComponent } from './read-component.ts'
import type { Snapshot, Snapshots } from './snapshot.ts'

export type MaterialiseContext = Pick<Context, 'now' | 'nodeIdOf' | 'profileStore' | 'nodeStore'> &
  IdentityContext

const mostAttempts = 50

/**
 * Brings the rows of everything connected with the given identifiers in line with the facts: write,
 * then validate. A row is written only where it is unchanged since before its facts were read, and
 * when the facts of any identifier changed meanwhile all is computed again, so whoever validates
 * last has written what the last facts say. Answers the rows that owe effects.
 */
export async function materialise(
  context: MaterialiseContext,
  seeds: readonly Identifier[],
  known: Snapshots,
): Promise<OwingRow[]> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const early: Snapshots = attempt === 0 ? known : new Map<string, Snapshot>()
    const component = await readComponent(context, seeds, early)
    const contents = await computeContents(context, component)
    const rows = await writeRows(context, { component, early }, contents)
    if (rows === undefined) continue
    if (await factsChanged(context, component)) continue
    return rows.filter(({ row }) => row.owed.length > 0)
  }
  throw new TransientError({ code: 'Contention', message: 'A profile changes too often to write.' })
}

/**
 * Writes what differs; `undefined` on conflict. A reader who follows a stub at any moment must find
 * a whole profile: profiles first, then the stubs that point to them, and last the rows that are
 * profiles no more, to which stubs pointed until now.
 */
async function writeRows(
  context: MaterialiseContext,
  { component, early }: { readonly component: readonly Snapshot[]; readonly early: Snapshots },
  contents: ReadonlyMap<string, RowContent>,
): Promise<OwingRow[] | undefined> {
  const written: OwingRow[] = []
  const write = async (snapshot: Snapshot): Promise<boolean> => {
    const content = contents.get(snapshot.id)
    if (content === undefined || isAsComputed(snapshot.row, content)) {
      const isEarly = early.has(identifierKey(snapshot.identifier))
      if (isEarly && (await rowChanged(context, snapshot))) return false
      if (snapshot.row !== undefined) written.push({ id: snapshot.id, row: snapshot.row })
      return true
    }
    const row = await writeRow(context, snapshot, content)
    if (row !== undefined) written.push({ id: snapshot.id, row })
    return row !== undefined
  }
  const stepOf = ({ id, row }: Snapshot): number => {
    if (contents.get(id)?.kind === 'profile') return 0
    return row?.content.kind === 'profile' ? 2 : 1
  }
  for (const step of [0, 1, 2]) {
    const part = component.filter((snapshot) => stepOf(snapshot) === step)
    const outcomes = await mapLimited(part, 8, write)
    if (outcomes.includes(false)) return undefined
  }
  return written
}

/** True when there is nothing to write; what has no profile and no row needs none. */
function isAsComputed(row: StoredProfileRow | undefined, content: RowContent): boolean {
  if (row === undefined) return content.kind === 'detached'
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
  { id, row }: Snapshot,
  content: RowContent,
): Promise<StoredProfileRow | undefined> {
  const now = context.now()
  const version = (row?.version ?? context.profileStore.firstVersion) + 1
  const owed = owedAfter({ id, before: row, after: content, version, now })
  const next: ProfileRow = { content, version, owed, evaluatedAt: now }
  return context.profileStore.write(id, next, row?.etag)
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
