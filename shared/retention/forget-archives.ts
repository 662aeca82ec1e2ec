import { dayMs } from '../platform/clock/durations.ts'
import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { mapLimited } from '../platform/async/map-limited.ts'
import { readEntryLine, type ArchiveEntry } from '../profiles/archive-entry.ts'
import type { StoredProfileRow } from '../profiles/profile-row.ts'
import { forgetNode } from '../unify/forget-node.ts'
import type { Context } from '../workspace/context.ts'
import { mendRows } from './mend-rows.ts'
import type { RetentionContext } from './retention-context.ts'

const blobsAtOnce = 100
const entriesAtOnce = 8

/**
 * Deletes archive blobs that have been there for too long, with all that still points to them:
 * nodes lose the events, rows say that there is no profile. What was brought back stays. The blob
 * goes last, so after a crash the next run goes on. `report` is told how many profiles each blob
 * had; answers false when it said to stop.
 */
export async function forgetArchives(
  context: RetentionContext,
  report: (profiles: number) => Promise<boolean>,
): Promise<boolean> {
  let after: string | undefined
  for (;;) {
    const names = await context.archiveStore.list({ after, top: blobsAtOnce })
    for (const name of names) {
      if (!isOver(context, name)) return true
      const profiles = await forgetBlob(context, name)
      await context.archiveStore.remove(name)
      if (!(await report(profiles))) return false
    }
    after = names.at(-1)
    if (after === undefined) return true
  }
}

/** True when all of a blob has been kept enough. */
export function isOver(context: Pick<Context, 'now' | 'identity'>, blob: string): boolean {
  return endOf(context, blob) <= context.now()
}

/** Until when a blob, whose name begins with the day it was written, is kept, in milliseconds. */
function endOf({ identity }: Pick<Context, 'identity'>, blob: string): number {
  const written = Date.parse(`${blob.slice(0, 'YYYY-MM-DD'.length)}T00:00:00.000Z`)
  return written + (identity.unknownArchiveDays + 1) * dayMs
}

async function forgetBlob(context: RetentionContext, name: string): Promise<number> {
  const content = await context.archiveStore.readAll(name)
  if (content === undefined) return 0
  let forgotten = 0
  let entries: ArchiveEntry[] = []
  const flush = async (): Promise<void> => {
    const counts = await mapLimited(entries, entriesAtOnce, (entry) =>
      forgetEntry(context, name, entry),
    )
    forgotten += counts.reduce((sum, count) => sum + count, 0)
    entries = []
  }
  // A line at a time: all of a blob may be much more than fits into memory.
  const lines = createInterface({ input: Readable.from([content]).pipe(createGunzip()) })
  for await (const line of lines) {
    const entry = readEntryLine(line)
    if (entry !== undefined) entries.push(entry)
    if (entries.length >= entriesAtOnce) await flush()
  }
  await flush()
  return forgotten
}

async function forgetEntry(
  context: RetentionContext,
  blob: string,
  entry: ArchiveEntry,
): Promise<number> {
  const { nodes, profiles } = entry
  await bringBackActive(context, blob, entry)
  for (const { id } of nodes) await forgetNode(context, id, blob)
  const rows = await mapLimited(profiles, 4, ({ profile }) =>
    context.profileStore.read(profile.customerId),
  )
  const isHere = rows.map((row) => isArchivedIn(row, blob))
  // A worker that stopped in between has perhaps written rows, and not passed on what they owe.
  const open = profiles.filter((_, index) => isHere[index] || (rows[index]?.owed.length ?? 0) > 0)
  const identifiers = open.flatMap(({ profile }) => profile.identifiers)
  if (open.length > 0) await mendRows(context, identifiers, endOf(context, blob))
  return isHere.filter(Boolean).length
}

/**
 * Somebody may have come while the profiles were being archived, and who should bring all back
 * died: then nodes are in the archive whose activities belong to a profile that is not.
 */
async function bringBackActive(
  context: RetentionContext,
  blob: string,
  { nodes, profiles }: ArchiveEntry,
): Promise<void> {
  const rows = await mapLimited(profiles, 4, ({ profile }) =>
    context.profileStore.read(profile.customerId),
  )
  if (rows.every((row) => isArchivedIn(row, blob))) return
  const stored = await mapLimited(nodes, 4, ({ id }) => context.nodeStore.read(id))
  if (!stored.some((node) => node?.archive?.place.blob === blob)) return
  const identifiers = profiles.flatMap(({ profile }) => profile.identifiers)
  await mendRows(context, identifiers, endOf(context, blob))
}

function isArchivedIn(row: StoredProfileRow | undefined, blob: string): boolean {
  return row?.content.kind === 'archived' && row.content.archived.place.blob === blob
}
