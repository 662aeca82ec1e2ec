import * as z from 'zod'

/**
 * What can be wrong. Of events: `missing` from its owner's timeline; `changed`: the timeline does
 * not say what the log says; `double`: on a second timeline; `extra`: not in the log. `correction`:
 * what a steward said is not at its identifier. `facts`: what is kept of a timeline is not what it
 * says, or nothing leads to it. `profile`: a row is not what the facts say. `member`: a segment has
 * a profile that is not in it, or lacks one that is; `count`: it, or a receipt, counts others than
 * it has.
 */
export const differenceKinds = [
  'missing',
  'changed',
  'double',
  'extra',
  'correction',
  'facts',
  'profile',
  'member',
  'count',
] as const

export type DifferenceKind = (typeof differenceKinds)[number]

const differenceSchema = z.looseObject({ kind: z.enum(differenceKinds), detail: z.string() })

/** One thing that is wrong, with what names it: `messageId`, `identifier`, `customerId`, `segment`. */
export type Difference = z.output<typeof differenceSchema>

/** How many differences of each kind there are, and the first of them. */
export const foundSchema = z.object({
  counts: z.partialRecord(z.enum(differenceKinds), z.number()),
  first: z.array(differenceSchema),
})

export type Found = z.output<typeof foundSchema>

export const nothingFound: Found = { counts: {}, first: [] }

/** So many of each kind are told in full. */
const mostTold = 10

export function addFound(found: Found, differences: readonly Difference[]): Found {
  const counts = { ...found.counts }
  const first = [...found.first]
  for (const difference of differences) {
    const count = (counts[difference.kind] ?? 0) + 1
    counts[difference.kind] = count
    if (count <= mostTold) first.push(difference)
  }
  return { counts, first }
}

export function sumFound({ counts }: Found): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
