import { plainJson } from '../terminal/plain-text.ts'

const width = 100

/** JSON for people: what fits stays on one line, what does not is laid out by its members. */
export function layOutJson(value: unknown, indent = ''): string {
  const line = inline(value)
  if (indent.length + line.length <= width || typeof value !== 'object') return line
  const inner = `${indent}  `
  const wrap = (open: string, parts: readonly string[], close: string): string =>
    `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`
  if (Array.isArray(value)) {
    return wrap(
      '[',
      value.map((item) => layOutJson(item, inner)),
      ']',
    )
  }
  const members = membersOf(value).map(
    ([name, member]) => `${plainJson(name)}: ${layOutJson(member, inner)}`,
  )
  return wrap('{', members, '}')
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return plainJson(value)
  const members = membersOf(value).map(([name, member]) => `${plainJson(name)}: ${inline(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** As in JSON, a member that is undefined is none. */
function membersOf(value: object | null): [string, unknown][] {
  return Object.entries(value ?? {}).filter(([, member]) => member !== undefined)
}
