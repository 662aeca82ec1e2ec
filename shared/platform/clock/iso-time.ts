/** Milliseconds since 1970 as ISO 8601 UTC with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/

/**
 * Reads an ISO 8601 time (or a date, which is its first moment) to milliseconds since 1970;
 * without an offset it is UTC. Anything else gives `undefined`.
 */
export function parseIsoTime(text: string): number | undefined {
  const match = isoPattern.exec(text)
  if (match === null) return undefined
  const hasTime = match[4] !== undefined
  const rest = text.slice(10).replace(',', '.').replace(/^[t ]/, 'T').replace(/\s/g, '')
  const zone = hasTime && match[7] === undefined ? 'Z' : ''
  const iso = `${text.slice(0, 10)}${rest.toUpperCase()}${zone}`
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) return undefined
  return rollsOver(match) ? undefined : ms
}

/** `Date.parse` takes 30 February for 2 March; a calendar does not. */
function rollsOver(match: RegExpExecArray): boolean {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day
}
