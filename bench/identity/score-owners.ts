/** How well a division into owners meets the truth, over all pairs of events. */
export interface PairScore {
  /** Of the pairs given to one owner, the part that is one person's. */
  readonly precision: number
  /** Of the pairs that are one person's, the part given to one owner. */
  readonly recall: number
}

/** Scores owners against the truth; both by event. Events without a true person do not count. */
export function scoreOwners(
  owners: ReadonlyMap<string, string | undefined>,
  personOf: ReadonlyMap<string, string>,
): PairScore {
  const counted = [...personOf].filter(([event]) => owners.get(event) !== undefined)
  const ownerOf = (event: string): string => owners.get(event) ?? ''
  const both = pairsIn(counted.map(([event, person]) => `${person}\n${ownerOf(event)}`))
  const given = pairsIn(counted.map(([event]) => ownerOf(event)))
  const wanted = pairsIn([...personOf.values()])
  return { precision: both / given, recall: both / wanted }
}

/** How many pairs of equal keys there are. */
function pairsIn(keys: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}
