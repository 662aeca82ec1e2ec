import * as z from 'zod'
import type { DeviceHistory, HistoryLane, Span } from './device-history.ts'

/**
 * A history as it is stored: numbers only. `moments` holds single events as the distance to the
 * one before; other lanes have `spans`: distance, length and count of each.
 */
export const storedHistorySchema = z.object({
  lanes: z.array(
    z.object({
      identifiers: z.array(z.object({ namespace: z.string(), value: z.string() })),
      logout: z.literal(true).optional(),
      moments: z.array(z.number()).optional(),
      spans: z.array(z.number()).optional(),
    }),
  ),
  cuts: z.array(z.number()).optional(),
})

export type StoredHistory = z.output<typeof storedHistorySchema>

export function storeHistory({ lanes, cuts }: DeviceHistory): StoredHistory {
  return {
    lanes: lanes.map(({ identifiers, logout, spans }) => ({
      identifiers: identifiers.map(({ namespace, value }) => ({ namespace, value })),
      ...(logout && { logout }),
      ...storeSpans(spans),
    })),
    ...(cuts !== undefined && { cuts: [...cuts] }),
  }
}

function storeSpans(
  spans: readonly Span[],
): Pick<StoredHistory['lanes'][number], 'moments' | 'spans'> {
  const distances = spans.map(({ first }, index) => first - (spans[index - 1]?.first ?? 0))
  const areMoments = spans.every(({ first, last, count }) => first === last && count === 1)
  if (areMoments) return { moments: distances }
  return {
    spans: spans.flatMap(({ first, last, count }, index) => [
      distances[index] ?? 0,
      last - first,
      count,
    ]),
  }
}

/** The history that was stored. */
export function restoreHistory({ lanes, cuts }: StoredHistory): DeviceHistory {
  return { lanes: lanes.map(restoreLane), cuts }
}

function restoreLane({
  identifiers,
  logout,
  moments,
  spans,
}: StoredHistory['lanes'][number]): HistoryLane {
  const triples = moments?.flatMap((distance) => [distance, 0, 1]) ?? spans ?? []
  const restored: Span[] = []
  let first = 0
  for (let index = 0; index < triples.length; index += 3) {
    const [distance = 0, length = 0, count = 0] = triples.slice(index, index + 3)
    first += distance
    restored.push({ first, last: first + length, count })
  }
  return { identifiers, logout: logout === true, spans: restored }
}
