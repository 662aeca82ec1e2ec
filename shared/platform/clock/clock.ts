/** Tells the time in milliseconds since 1970, UTC. */
export type Clock = () => number

/**
 * A clock that runs at the machine's pace, shifted by a fixed offset in milliseconds. The local
 * supervisor fixes the offset once (from `PASSERBY_NOW`) and hands it to every part, so that all
 * processes of one runtime agree on the time.
 */
export function createClock(offsetMs: number): Clock {
  return () => Date.now() + offsetMs
}
