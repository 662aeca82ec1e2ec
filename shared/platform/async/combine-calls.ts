/**
 * Carries out calls together: those that come while a run is under way share the next one. Each
 * ends as its run does.
 */
export function combineCalls<T>(
  run: (items: readonly T[]) => Promise<void>,
): (item: T) => Promise<void> {
  let waiting: { readonly items: T[]; readonly done: Promise<void> } | undefined
  let underWay: Promise<void> = Promise.resolve()
  return (item) => {
    if (waiting === undefined) {
      const items: T[] = []
      const before = underWay
      const done = before.then(() => {
        waiting = undefined
        return run(items)
      })
      waiting = { items, done }
      underWay = done.catch(() => undefined)
    }
    waiting.items.push(item)
    return waiting.done
  }
}
