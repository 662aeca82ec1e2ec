/**
 * The smallest text that is greater than all that begin with a prefix; undefined where that would
 * be half a surrogate pair, or where there is none.
 */
export function nextText(prefix: string): string | undefined {
  const last = prefix.charCodeAt(prefix.length - 1)
  if (Number.isNaN(last) || (last >= 0xd7ff && last <= 0xdfff) || last === 0xffff) return undefined
  return prefix.slice(0, -1) + String.fromCharCode(last + 1)
}
