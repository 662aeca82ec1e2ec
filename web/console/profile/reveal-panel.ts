/** What somebody does with a page; from then on it stays where she has it. */
const gestures = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const

/**
 * Brings an element into view each time it is called: of a page that fills it is pushed away. It
 * jumps, as a browser does to a fragment, and leaves the focus where it is.
 */
export function createRevealer(target: HTMLElement): () => void {
  let isFree = true
  const stop = (): void => void (isFree = false)
  for (const gesture of gestures) addEventListener(gesture, stop, { once: true, passive: true })
  return () => {
    if (isFree) target.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }
}
