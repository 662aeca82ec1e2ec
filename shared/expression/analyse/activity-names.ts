/** What a model calls the activities of a profile. */
export interface ActivityNames {
  readonly collection: string
  readonly type: string
  readonly time: string
}

export const defaultActivityNames: ActivityNames = {
  collection: 'UnifiedActivity',
  type: 'UnifiedActivity/ActivityType',
  time: 'UnifiedActivity/ActivityTime',
}
