const marks = /^[\p{Mn}\p{Me}]$/u
/** Scripts and symbols that terminals draw over two cells. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$|^[\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u

/** How many cells of a terminal a character takes. */
function cells(character: string): number {
  if (character < '\u0300') return 1
  if (marks.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** How many cells a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += cells(character)
  return width
}

/** The text, or as much of its beginning as fits with an ellipsis behind it. */
export function cutToWidth(text: string, width: number): string {
  if (text.length * 2 <= width || widthOf(text) <= width) return text
  let used = 0
  let end = 0
  for (const character of text) {
    used += cells(character)
    if (used > width - 1) break
    end += character.length
  }
  return width < 1 ? '' : `${text.slice(0, end)}…`
}
