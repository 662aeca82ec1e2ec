import { canonicalJson } from '../../shared/platform/ids/canonical-json.ts'
import { groupBy } from '../../shared/platform/collections/group-by.ts'
import { unpackJson } from '../../shared/platform/azure/packed-json.ts'
import { isInShare } from '../../shared/identity/home-share.ts'
import { activitySchema, type Activity } from '../../shared/profiles/activity.ts'
import { rowContentSchema } from '../../shared/profiles/profile-row.ts'
import type { StoredRow } from '../../shared/platform/azure/table.ts'

/** All rows of some tables, with their partitions. */
export interface Stored<Name extends string> {
  readonly tables: Readonly<Record<Name, { rows(): readonly (readonly [string, StoredRow])[] }>>
}

/**
 * What must be equal whatever happened on the way: profiles with their timelines, all activities,
 * memberships and counts, without versions, ETags, evaluation times, places in the log and the
 * times of receipt. Where an activity is stored may differ: a closed identifier is no home.
 */
export function canonicalState(storage: Stored<'identities' | 'profiles' | 'members'>): string {
  const { identities, profiles, members } = storage.tables
  const stored = identities.rows().filter(([, { rowKey }]) => rowKey.startsWith('a-'))
  const activities = stored.map(([home, { cells }]): StoredActivity => {
    return { home, activity: activitySchema.parse(unpackJson(cells)) }
  })
  const byHome = groupBy(activities, ({ home }) => home)
  return canonicalJson({
    activities: activities.map(activityText).sort(),
    profiles: readRows(profiles.rows(), (row) => profileRow(row, byHome)),
    members: readRows(members.rows(), ({ rowKey, cells }) => {
      const { known, unknown, state } = cells
      const isEmpty = known === 0 && unknown === 0
      return state === 'out' || isEmpty ? [] : [[rowKey, { known, unknown, state }]]
    }),
  })
}

/** What is still open: messages with copies to withdraw, rows that owe effects. */
export function unfinished(storage: Stored<'messages' | 'profiles'>): unknown[] {
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

interface StoredActivity {
  readonly home: string
  readonly activity: Activity
}

function activityText({ activity }: StoredActivity): string {
  const { receivedAt: _receivedAt, location: _location, ...rest } = activity
  return canonicalJson(rest)
}

/** `activities` by their home. */
function profileRow(
  { rowKey, cells }: StoredRow,
  activities: ReadonlyMap<string, readonly StoredActivity[]>,
): Entries {
  const content = rowContentSchema.parse((unpackJson(cells) as { content: unknown }).content)
  if (content.kind === 'detached' && content.survivor === undefined) return []
  if (content.kind !== 'profile') return [[rowKey, content]]
  const { homes, ...profile } = content.profile
  const own = [...groupBy(homes, ({ id }) => id)].flatMap(([home, shares]) =>
    (activities.get(home) ?? []).filter(({ activity }) =>
      shares.some((share) => isInShare(share, activity)),
    ),
  )
  const timeline = own.map(({ activity }) => activity.messageId).sort()
  return [[rowKey, { ...profile, timeline }]]
}
