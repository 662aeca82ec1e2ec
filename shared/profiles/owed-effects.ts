import type { NodeId } from '../identity/node-id.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Change } from './change-feed.ts'
import { everyone } from './member-store.ts'
import type { MembershipEffect, OwedEffect, ProfileRow, RowContent } from './profile-row.ts'

/** A row about to be written, and the moment of the write in milliseconds. */
export interface RowChange {
  readonly id: NodeId
  readonly before: ProfileRow | undefined
  readonly after: RowContent
  readonly version: number
  readonly now: number
}

/**
 * What a row owes once it is written: what it owed before, and the effects of this change. Of
 * several effects on one membership only the last matters, because it carries the whole state.
 */
export function owedAfter(change: RowChange): OwedEffect[] {
  const fresh = [...membershipEffects(change), ...idChanges(change)]
  const replaced = new Set(fresh.filter(isMembership).map(({ segment }) => segment))
  const kept = (change.before?.owed ?? []).filter(
    (effect) => !(isMembership(effect) && replaced.has(effect.segment)),
  )
  return [...kept, ...fresh]
}

export function isMembership(effect: OwedEffect): effect is MembershipEffect {
  return effect.kind === 'membership'
}

function membershipEffects({ before, after, version, now }: RowChange): MembershipEffect[] {
  const was = before?.content.kind === 'profile' ? before.content.profile : undefined
  const is = after.kind === 'profile' ? after.profile : undefined
  if (was === undefined && is === undefined) return []
  if (was !== undefined && is !== undefined && was.known === is.known) return []
  const known = (is ?? was)?.known ?? false
  const state = is === undefined ? 'out' : 'in'
  return [{ kind: 'membership', segment: everyone, state, known, since: now, version }]
}

/** A profile that becomes part of another one has a new id. */
function idChanges({ id, before, after, version, now }: RowChange): OwedEffect[] {
  if (before?.content.kind !== 'profile' || after.kind !== 'stub') return []
  return [{ kind: 'idChange', from: id, to: after.survivor, time: now, version }]
}

/** An owed effect as other systems are told of it. */
export function changeOf(customerId: NodeId, effect: OwedEffect): Change {
  switch (effect.kind) {
    case 'membership': {
      const { kind, segment, state, known, version } = effect
      return { kind, customerId, version, segment, state, known, since: isoTime(effect.since) }
    }
    case 'idChange': {
      const { kind, from, to, version } = effect
      return { kind, customerId, version, from, to, time: isoTime(effect.time) }
    }
  }
}
