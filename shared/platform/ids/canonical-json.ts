/**
 * JSON with object keys in code unit order and no white space, so that equal values give equal
 * text. Numbers and strings as `JSON.stringify` writes them; absent and `undefined` members are
 * left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  }
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'null' : JSON.stringify(value)
  const members: string[] = []
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}
