/**
 * The known name that is spelled most like a given one; undefined where none is near enough to be
 * a slip of the pen: a third of its letters, at least one.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().slice(0, 64)
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of known) {
    const other = candidate.toLowerCase()
    if (Math.abs(other.length - wanted.length) >= least) continue
    const distance = editDistance(wanted, other, least)
    if (distance < least && distance < Math.max(wanted.length, other.length)) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Letters to insert, leave out, replace or swap with the next (optimal string alignment). */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const swapped = isSwap ? (beforeLast[column - 2] ?? limit) + 1 : limit
      current[column] = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + cost,
        swapped,
      )
    }
    if (Math.min(...current) >= limit) return limit
    beforeLast = last
    last = current
  }
  return last[b.length] ?? limit
}
