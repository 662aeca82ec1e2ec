import { addExactly, type Decimal } from '../expression/values/decimal.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import { orderScalars, type Scalar } from './order-values.ts'

/**
 * What a set of activities comes to by one function. Two of them merge into that of both sets, in
 * whatever order, and however the activities were divided among them; no activity may be in two.
 */
export type PartialResult =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'sum'; readonly count: number; readonly sum: Decimal }
  | { readonly kind: 'least' | 'greatest'; readonly value: Scalar }
  | PickPartial
  | DistinctPartial
  | GroupsPartial

/** The value of the activity at which another one is least or greatest. */
export interface PickPartial {
  readonly kind: 'atLeast' | 'atGreatest'
  readonly by: Scalar
  readonly activityId: string
  readonly value: Scalar
}

export interface DistinctPartial {
  readonly kind: 'distinct'
  readonly keys: Keys<Scalar>
}

/** A partial for each value of something. */
export interface GroupsPartial {
  readonly kind: 'groups'
  readonly groups: Keys<{ readonly value: Scalar; readonly partial: PartialResult }>
}

/**
 * Different keys with what belongs to each: those whose hashes are smallest, so that which ones
 * stay does not depend on the order in which they came, and what stays is whole. Bar-Yossef et al.,
 * "Counting distinct elements in a data stream" (2002), estimate by them how many there are.
 */
export interface Keys<T> {
  readonly entries: ReadonlyMap<string, T>
  /** Keys with this hash or a greater one are left out; `undefined` while none is. */
  readonly cut: string | undefined
}

/** Exact up to so many keys. */
export const mostKeys = 2000

export function mergePartials(a: PartialResult, b: PartialResult): PartialResult {
  if (a.kind === 'count' && b.kind === 'count') return { ...a, count: a.count + b.count }
  if (a.kind === 'sum' && b.kind === 'sum') {
    return { ...a, count: a.count + b.count, sum: addExactly(a.sum, b.sum) }
  }
  if (a.kind === 'least' && b.kind === 'least') return orderScalars(a.value, b.value) <= 0 ? a : b
  if (a.kind === 'greatest' && b.kind === 'greatest') {
    return orderScalars(a.value, b.value) >= 0 ? a : b
  }
  if (a.kind === 'atLeast' && b.kind === 'atLeast') return comparePicks(a, b) <= 0 ? a : b
  if (a.kind === 'atGreatest' && b.kind === 'atGreatest') return comparePicks(a, b) <= 0 ? a : b
  if (a.kind === 'distinct' && b.kind === 'distinct') {
    return { ...a, keys: mergeKeys(a.keys, b.keys, (one) => one) }
  }
  if (a.kind === 'groups' && b.kind === 'groups') {
    const merge: Merge<{ value: Scalar; partial: PartialResult }> = (one, other) => {
      return { value: one.value, partial: mergePartials(one.partial, other.partial) }
    }
    return { ...a, groups: mergeKeys(a.groups, b.groups, merge) }
  }
  throw new Error(`partials of two functions do not merge: ${a.kind}, ${b.kind}`)
}

/** The better one first; of equal ones that of the activity with the smallest id. */
function comparePicks(a: PickPartial, b: PickPartial): number {
  const order = orderScalars(a.by, b.by)
  if (order !== 0) return a.kind === 'atLeast' ? order : -order
  return a.activityId < b.activityId ? -1 : a.activityId > b.activityId ? 1 : 0
}

type Merge<T> = (one: T, other: T) => T

function mergeKeys<T>(a: Keys<T>, b: Keys<T>, merge: Merge<T>): Keys<T> {
  const cut = smaller(a.cut, b.cut)
  const entries = new Map(a.entries)
  for (const [key, item] of b.entries) {
    const other = entries.get(key)
    entries.set(key, other === undefined ? item : merge(other, item))
  }
  return cutKeys(entries, cut)
}

/** One key with what belongs to it. */
export function oneKey<T>(key: string, item: T): Keys<T> {
  return { entries: new Map([[key, item]]), cut: undefined }
}

function cutKeys<T>(entries: ReadonlyMap<string, T>, cut: string | undefined): Keys<T> {
  if (entries.size <= mostKeys && cut === undefined) return { entries, cut }
  const hashed = [...entries].map(([key, item]) => ({ key, item, hash: hashOfKey(key) }))
  const inside = hashed.filter(({ hash }) => cut === undefined || hash < cut)
  inside.sort((x, y) => (x.hash < y.hash ? -1 : 1))
  const kept = inside.slice(0, mostKeys)
  return {
    entries: new Map(kept.map(({ key, item }) => [key, item])),
    cut: inside[mostKeys]?.hash ?? cut,
  }
}

function smaller(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}

function hashOfKey(key: string): string {
  return sha256Hex(key).slice(0, 16)
}

/** How many different keys there are; above the limit an estimate, by how densely hashes lie. */
export function countKeys<T>({ entries, cut }: Keys<T>): number {
  if (cut === undefined) return entries.size
  const share = Number.parseInt(cut.slice(0, 12), 16) / 2 ** 48
  return Math.max(entries.size, Math.round(entries.size / share))
}

/** True where some keys are left out, here or inside. */
export function isApproximate(partial: PartialResult | undefined): boolean {
  if (partial?.kind === 'distinct') return partial.keys.cut !== undefined
  if (partial?.kind !== 'groups') return false
  const { cut, entries } = partial.groups
  return cut !== undefined || [...entries.values()].some((item) => isApproximate(item.partial))
}
