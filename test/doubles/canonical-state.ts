import { canonicalJson } from '../../shared/platform/ids/canonical-json.ts'
import { unpackJson } from '../../shared/platform/azure/packed-json.ts'
import { activitySchema } from '../../shared/profiles/activity.ts'
import type { StoredRow } from '../../shared/platform/azure/table.ts'
import type { MemoryStorage } from './test-context.ts'

/**
 * What must be equal whatever happened on the way: profiles, timelines, memberships and counts,
 * without versions, ETags, evaluation times, places in the log and the times of receipt.
 */
export function canonicalState(storage: Pick<MemoryStorage, 'tables'>): string {
  const { identities, profiles, members } = storage.tables
  return canonicalJson({
    timelines: readRows(identities.rows(), timelineRow),
    profiles: readRows(profiles.rows(), profileRow),
    members: readRows(members.rows(), ({ rowKey, cells }) => {
      const { since: _since, version: _version, ...rest } = cells
      const isEmpty = cells['known'] === 0 && cells['unknown'] === 0
      return cells['state'] === 'out' || isEmpty ? [] : [[rowKey, rest]]
    }),
  })
}

/** What is still open: messages with copies to withdraw, rows that owe effects. */
export function unfinished(storage: Pick<MemoryStorage, 'tables'>): unknown[] {
  const { messages, profiles } = storage.tables
  const bodies = [...messages.rows(), ...profiles.rows()].map(([, { cells }]) => unpackJson(cells))
  return bodies.filter((body) => {
    const { previous = [], owed = [] } = body as { previous?: unknown[]; owed?: unknown[] }
    return previous.length > 0 || owed.length > 0
  })
}

type Entries = (readonly [string, unknown])[]

function readRows(
  rows: readonly (readonly [string, StoredRow])[],
  read: (row: StoredRow) => Entries,
): Record<string, unknown> {
  const entries = rows.flatMap(([partition, row]) =>
    read(row).map(([key, value]) => [`${partition}/${key}`, value] as const),
  )
  return Object.fromEntries(entries)
}

function timelineRow({ rowKey, cells }: StoredRow): Entries {
  if (rowKey === 'node') return []
  const {
    receivedAt: _receivedAt,
    location: _location,
    ...rest
  } = activitySchema.parse(unpackJson(cells))
  return [[rowKey, rest]]
}

function profileRow({ rowKey, cells }: StoredRow): Entries {
  const { content } = unpackJson(cells) as { content: { kind: string } }
  return content.kind === 'detached' ? [] : [[rowKey, content]]
}
