import type { NodeId } from '../identity/node-id.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { Change } from './change-feed.ts'
import { archivedOnes, everyone } from './member-store.ts'
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
  const [was, is] = [membershipsOf(before?.content), membershipsOf(after)]
  return [everyone, archivedOnes].flatMap((segment) => {
    const [wasKnown, isKnown] = [was.get(segment), is.get(segment)]
    if (wasKnown === isKnown) return []
    const state = isKnown === undefined ? 'out' : 'in'
    const known = isKnown ?? wasKnown ?? false
    return [{ kind: 'membership', segment, state, known, since: now, version }]
  })
}

/** The built-in segments that a row is in, and whether as a known profile. */
export function membershipsOf(content: RowContent | undefined): ReadonlyMap<string, boolean> {
  switch (content?.kind) {
    case 'profile':
      return new Map([[everyone, content.profile.known]])
    case 'archived':
      return new Map([[archivedOnes, false]])
    case 'stub':
    case 'detached':
    case undefined:
      return new Map()
  }
}

/** A profile that becomes part of another one, or loses its activities to it, has a new id. */
function idChanges({ id, before, after, version, now }: RowChange): OwedEffect[] {
  const kind = before?.content.kind
  if (kind !== 'profile' && kind !== 'archived') return []
  if ((after.kind !== 'stub' && after.kind !== 'detached') || after.survivor === undefined)
    return []
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
