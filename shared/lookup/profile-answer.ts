import { isoTime } from '../platform/clock/iso-time.ts'
import { activityType, type Activity } from '../profiles/activity.ts'
import type { AttributeFact } from '../profiles/attribute-fact.ts'
import type { FoundProfile } from './find-profile.ts'
import type { ActivityAnswer, Include, ProfileAnswer } from './profile-schema.ts'

/** The profile in the shape of the interface, without activities. */
export function profileAnswer(
  { profile, evaluatedAt, archived }: Pick<FoundProfile, 'profile' | 'evaluatedAt' | 'archived'>,
  include: ReadonlySet<Include>,
): ProfileAnswer {
  const { customerId, known, identifiers, activityCount } = profile
  return {
    customerId,
    known,
    previousCustomerIds: identifiers.map(({ id }) => id).filter((id) => id !== customerId),
    firstSeen: isoTime(profile.firstSeen),
    lastSeen: isoTime(profile.lastSeen),
    activityCount,
    attributes: byName(profile.attributes, ({ value }) => value),
    ...(include.has('attributeSources') && {
      attributeSources: byName(profile.attributes, ({ time, source, messageId }) => ({
        time: isoTime(time),
        source,
        messageId,
      })),
    }),
    ...(include.has('identifiers') && {
      identifiers: identifiers.map(({ namespace, value, firstSeen, lastSeen }) => ({
        namespace,
        value,
        firstSeen: isoTime(firstSeen),
        lastSeen: isoTime(lastSeen),
      })),
    }),
    evaluatedAt: isoTime(evaluatedAt),
    ...(archived !== undefined && { archived: true }),
  }
}

/**
 * Something of each attribute by its name. Rows of before may hold removed ones, which are left
 * out. No prototype, so that any name is a plain one.
 */
function byName<T>(
  attributes: readonly AttributeFact[],
  of: (attribute: AttributeFact) => T,
): Record<string, T> {
  const found = Object.create(null) as Record<string, T>
  for (const attribute of attributes) {
    if (attribute.value !== null) found[attribute.name] = of(attribute)
  }
  return found
}

export function activityAnswer(activity: Activity): ActivityAnswer {
  const isNamed = activity.type !== 'track'
  return {
    activityId: activity.messageId,
    type: activityType(activity),
    time: isoTime(activity.time),
    receivedTime: isoTime(activity.receivedAt),
    timeCorrected: activity.timeCorrected,
    source: activity.source,
    title: isNamed ? (activity.name ?? null) : null,
    url: activity.url ?? null,
    properties: activity.properties,
    identifiers: [...activity.identifiers],
  }
}
