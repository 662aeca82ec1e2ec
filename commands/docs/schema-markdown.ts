import type { Schema } from './openapi.ts'

/** A type in a cell of a table: a link to a shape, a list of words, or the name of a type. */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return link(schema.$ref)
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(' ')
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ')
  if (schema.items !== undefined) return `array of ${typeOf(schema.items)}`
  const type = typeof schema.type === 'object' ? schema.type.join(' or ') : (schema.type ?? 'any')
  const format = schema.format === undefined ? '' : ` (${schema.format})`
  return `${type}${format}${defaultOf(schema)}`
}

function defaultOf({ default: value }: Schema): string {
  return value === undefined || value === '' ? '' : `, default \`${JSON.stringify(value)}\``
}

function link(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return `[${name}](#${name.toLowerCase()})`
}

/** A row for each member; members of plain objects follow with their path. */
export function fieldRows(schema: Schema, prefix = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const optional = schema.required?.includes(name) === true ? '' : ' ?'
    const path = `${prefix}${name}`
    const row = `| \`${path}\`${optional} | ${typeOf(member)} | ${member.description ?? ''} |`
    const inner = member.items?.properties === undefined ? member : member.items
    const mark = inner === member ? '.' : '[].'
    return [row, ...fieldRows(inner, `${path}${mark}`)]
  })
}
