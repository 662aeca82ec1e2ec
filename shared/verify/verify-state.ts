import * as z from 'zod'
import { bucketSumsSchema, emptySums } from './bucket-sums.ts'
import { foundSchema, nothingFound } from './difference.ts'

const count = z.number().default(0)

/** How far a verification is, and what it has found: enough for another worker to go on from. */
export const verifyStateSchema = z.object({
  /** Blobs that are younger than this are not looked at, in milliseconds. */
  begunAt: z.number(),
  /** Blobs that were not worked off when the log was read; theirs may come at any moment. */
  open: z.array(z.string()).default([]),
  /** The last blob that was looked at. */
  after: z.string().optional(),
  isLogRead: z.boolean().default(false),
  /** Profiles are looked at in parts: ids that begin with the same one or two digits. */
  digits: z.literal([1, 2]),
  /** How many parts are done. */
  parts: count,
  /** What has to be looked at event by event, once the sums are known. */
  buckets: z.array(z.number()).optional(),
  afterAgain: z.string().optional(),
  isLogReadAgain: z.boolean().default(false),
  partsAgain: count,
  /** How many parts of segments are counted. */
  counted: count,
  logSums: bucketSumsSchema.default([...emptySums]),
  timelineSums: bucketSumsSchema.default([...emptySums]),
  /** Lines of the log, and those of them that are activities. */
  events: count,
  activities: count,
  /** Activities whose archive was deleted when its time was over. */
  forgotten: count,
  /** Events that could not be worked off, which the list of refusals tells. */
  rejected: count,
  corrections: count,
  identifiers: count,
  profiles: count,
  members: count,
  found: foundSchema.default(nothingFound),
})

export type VerifyState = z.output<typeof verifyStateSchema>
