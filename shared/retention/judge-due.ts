import { dayMs } from '../platform/clock/durations.ts'
import type { NodeId } from '../identity/node-id.ts'
import type { DueEntry } from '../profiles/due-store.ts'
import { idleMoment } from '../profiles/idle-profile.ts'
import type { Profile, StoredProfileRow } from '../profiles/profile-row.ts'
import { computeContents } from '../unify/compute-contents.ts'
import { readComponent } from '../unify/read-component.ts'
import { settleRows } from '../unify/settle-rows.ts'
import { endArchiving } from './end-archiving.ts'
import { groupOf, type IdleGroup, type ProfileGroup } from './idle-group.ts'
import { mendRows } from './mend-rows.ts'
import type { RetentionContext } from './retention-context.ts'

/** What is to be done about a profile whose entry in table `due` has come. */
export type Verdict =
  /** Nothing more: the entry may go. */
  | { readonly kind: 'finished' }
  /** The entry stays for the next run. */
  | { readonly kind: 'later' }
  | { readonly kind: 'idle'; readonly group: ProfileGroup }

const finished: Verdict = { kind: 'finished' }
const later: Verdict = { kind: 'later' }

/**
 * An entry that nobody seems to count on stays for a day: a worker writes it before the row that
 * counts on it, and nobody stops that long in between.
 */
const graceMs = dayMs
/** Once to mend what somebody left half done, once more to judge. */
const mostLooks = 2

/** Looks at a profile whose time may have come; one that is not idle yet gets a new entry. */
export async function judgeDue(context: RetentionContext, entry: DueEntry): Promise<Verdict> {
  const now = context.now()
  for (let look = 0; look < mostLooks; look += 1) {
    const row = await context.profileStore.read(entry.customerId)
    if (row?.content.kind === 'archived') {
      await endArchiving(context, row.content.archived.place, entry.hour)
      return finished
    }
    if (row?.content.kind !== 'profile' || row.content.profile.known) {
      return entry.hour + graceMs <= now ? finished : later
    }
    const { profile } = row.content
    const earliest = profile.lastSeen + context.identity.unknownIdleDays * dayMs
    if (earliest > now) return postpone(context, { entry, row, moment: earliest })
    const group = await readGroup(context, profile)
    if (group === undefined) {
      await mendRows(context, profile.identifiers, entry.hour)
      continue
    }
    const moment = idleUntil(context, group)
    if (moment > now) return postpone(context, { entry, row, moment })
    return { kind: 'idle', group: { ...group, dueSince: entry.hour } }
  }
  return later
}

async function readGroup(
  context: RetentionContext,
  profile: Profile,
): Promise<IdleGroup | undefined> {
  const component = await readComponent(context, profile.identifiers, {})
  const { rows } = await computeContents(context, component)
  return groupOf(profile.customerId, component, rows)
}

/**
 * Who shares a home with a known profile never leaves; nor who has activities at a closed
 * identifier, as not all others who have are read. They are looked at again a period later.
 */
function idleUntil(context: RetentionContext, { profiles, nodes }: IdleGroup): number {
  const isKept =
    profiles.some(({ profile }) => profile.known) ||
    nodes.some(({ node }) => node.facts.closed !== undefined)
  if (isKept) return context.now() + context.identity.unknownIdleDays * dayMs
  return idleMoment(
    nodes.map(({ node }) => node.facts),
    context.identity,
  )
}

/**
 * Moves the entry of a profile to a later moment: the new one first, then the row that counts on
 * it; where that was written meanwhile, the old one stays too.
 */
export async function postpone(
  context: RetentionContext,
  {
    entry,
    row,
    moment,
  }: {
    readonly entry: { readonly customerId: NodeId }
    readonly row: StoredProfileRow
    readonly moment: number
  },
): Promise<Verdict> {
  const id = entry.customerId
  await context.dueStore.add(id, moment)
  const written = await context.profileStore.write(id, { ...row, dueAt: moment }, row.etag)
  if (written === undefined) return later
  if (written.owed.length > 0) await settleRows(context, [{ id, row: written }])
  return finished
}
