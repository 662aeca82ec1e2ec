import type { BatchPlan } from './traffic.ts'

/** A kind of traffic: which blobs come, and what came before them. */
export interface Shape {
  readonly name: string
  /** Identifiers of a visitor beyond the first. */
  readonly furtherIdentifiers: number
  /** The batches that make the visitors what they are; not counted. */
  before(blobs: number): BatchPlan[]
  /** The batches to count. */
  counted(blobs: number): BatchPlan[]
}

export const visitorsPerBlob = 25
export const eventsPerBlob = 100

/** A batch of the usual size; the n-th of a crowd has the n-th 25 visitors. */
export function usualBatch(
  plan: Pick<BatchPlan, 'crowd' | 'identified'> & { readonly id: string; readonly group: number },
): BatchPlan {
  const { group, ...rest } = plan
  return {
    ...rest,
    first: group * visitorsPerBlob,
    visitors: visitorsPerBlob,
    events: eventsPerBlob,
    time: Date.now(),
  }
}

interface Batches {
  readonly crowd: string
  readonly part: string
  readonly identified: boolean
}

function batches(count: number, { crowd, part, identified }: Batches): BatchPlan[] {
  return Array.from({ length: count }, (_, group) =>
    usualBatch({ crowd, identified, id: `${crowd}-${part}-${group}`, group }),
  )
}

function shape(
  name: string,
  crowd: string,
  { identified, before }: { identified: boolean; before?: 'cookie' | 'identified' },
): Shape {
  return {
    name,
    furtherIdentifiers: identified ? 2 : 0,
    before: (blobs) =>
      before === undefined
        ? []
        : batches(blobs, { crowd, part: 'a', identified: before === 'identified' }),
    counted: (blobs) => batches(blobs, { crowd, part: 'b', identified }),
  }
}

/** Visitors of no account. */
export const warmUp = shape('warm-up', 'warm-up', { identified: true, before: 'cookie' })

/** The kinds of traffic that are counted beside each other. */
export const shapes: readonly Shape[] = [
  shape('cookie, returning', 'returning', { identified: false, before: 'cookie' }),
  shape('cookie, new', 'new', { identified: false }),
  shape('3 ids, returning', 'customer', { identified: true, before: 'identified' }),
  shape('3 ids, new', 'signup', { identified: true }),
  shape('cookie logs in', 'login', { identified: true, before: 'cookie' }),
]
