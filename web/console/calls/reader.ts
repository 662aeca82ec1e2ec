const restMs = 1500

/** Notices whether somebody reads the rows right now, so that they do not move away. */
export interface Reader {
  /** Scrolled away from the newest, at a link of a row, or with text selected. */
  isReading(): boolean
  /** The pointer moves over the rows: about to click. */
  isAiming(): boolean
}

export function watchReader(scroller: HTMLElement): Reader {
  let lastMove = -Infinity
  scroller.addEventListener('pointermove', () => (lastMove = performance.now()))
  scroller.addEventListener('pointerleave', () => (lastMove = -Infinity))
  const hasSelection = (): boolean => {
    const selection = document.getSelection()
    return selection?.isCollapsed === false && scroller.contains(selection.anchorNode)
  }
  const hasFocus = (): boolean =>
    document.activeElement !== scroller && scroller.contains(document.activeElement)
  return {
    isReading: () => scroller.scrollTop > 4 || hasFocus() || hasSelection(),
    isAiming: () => performance.now() - lastMove < restMs,
  }
}
