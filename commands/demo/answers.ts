import * as z from 'zod'

/** What the demo reads of a profile. */
export const profileSchema = z.looseObject({
  customerId: z.string(),
  known: z.boolean(),
  firstSeen: z.iso.datetime(),
  activityCount: z.number(),
  activities: z
    .looseObject({ value: z.array(z.looseObject({ activityId: z.string() })) })
    .optional(),
})

export type Profile = z.output<typeof profileSchema>

/** What the demo reads of the state of a Passerby. */
export const stateSchema = z.looseObject({
  profiles: z.object({ known: z.number(), unknown: z.number() }),
  pendingBlobs: z.number(),
  oldestPendingSeconds: z.number(),
  asOf: z.iso.datetime(),
})

/** What the demo reads of the answer of collect. */
export const collectedSchema = z.looseObject({ success: z.literal(true), accepted: z.number() })

/** What the demo reads of the events feed. */
export const feedSchema = z.looseObject({ value: z.array(z.looseObject({})) })

export const feedPath = '/v1/instances/default/manage/events'
export const statePath = '/v1/instances/default/profilestore/stateinfo'

/** The address of a profile; identifiers are percent-encoded, but for what a path may hold. */
export function profilePath(namespace: string, value: string, options = ''): string {
  const encoded = encodeURIComponent(value).replaceAll('%40', '@').replaceAll('%2B', '+')
  return `/v1/profiles/${namespace}:${encoded}${options}`
}
