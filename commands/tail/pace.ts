const shortestMs = 1_000
const longestMs = 5_000
/** At most so much of the time is spent on asking. */
const busyShare = 0.04
/** After so long without a call it is asked less often. */
const quietMs = 60_000
const quietPauseMs = 2_000

/** How long to wait before the feed is asked again: longer the longer its answer takes. */
export function pauseAfter(look: { readonly tookMs: number; readonly quietForMs: number }): number {
  const least = look.quietForMs > quietMs ? quietPauseMs : shortestMs
  return Math.min(longestMs, Math.max(least, look.tookMs * (1 / busyShare - 1)))
}
