/**
 * Like `Promise.all` over a mapping, with at most `limit` calls under way. After a failure no new
 * call starts, and the answer comes when those under way have ended.
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  const iterator = items.entries()
  const work = async (): Promise<void> => {
    for (const [index, item] of iterator) {
      if (failures.length > 0) return
      try {
        results[index] = await map(item)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  if (failures.length > 0) throw failures[0]
  return results
}
