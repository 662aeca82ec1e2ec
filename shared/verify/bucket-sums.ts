import * as z from 'zod'
import type { NodeId } from '../identity/node-id.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import type { Activity } from '../profiles/activity.ts'

/** A message belongs to one of so many buckets. */
const buckets = 256
/** Sums are taken modulo this: digests have twelve hex digits. */
const modulus = 2 ** 48

/**
 * Of each bucket the sum of the digests of its activities: equal for equal sets of them, in
 * whatever order they come, and for others only once in 2^48.
 */
export const bucketSumsSchema = z.array(z.number()).length(buckets)

export type BucketSums = readonly number[]

export const emptySums: BucketSums = Array.from({ length: buckets }, () => 0)

/** An activity as one side of a comparison counts it. */
export interface Digest {
  readonly bucket: number
  readonly value: number
}

/** The bucket of a message. */
export function bucketOf(messageId: string): number {
  return Number.parseInt(sha256Hex(messageId).slice(0, 2), 16)
}

/** The digest of an activity at its home. */
export function digestOf(home: NodeId, activity: Activity): Digest {
  const value = Number.parseInt(sha256Hex(home + canonicalJson(activity)).slice(0, 12), 16)
  return { bucket: bucketOf(activity.messageId), value }
}

export function addDigests(sums: BucketSums, digests: readonly Digest[]): BucketSums {
  const next = [...sums]
  for (const { bucket, value } of digests) {
    next[bucket] = ((next[bucket] ?? 0) + value) % modulus
  }
  return next
}

/** The buckets in which two sides differ. */
export function unequalBuckets(a: BucketSums, b: BucketSums): ReadonlySet<number> {
  return new Set(a.flatMap((sum, bucket) => (sum === b[bucket] ? [] : [bucket])))
}
