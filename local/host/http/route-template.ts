import { createConstraint, type Constraint } from './route-constraints.ts'

export interface Parameter {
  readonly name: string
  readonly constraints: readonly Constraint[]
  readonly optional: boolean
  readonly catchAll: boolean
}

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  /** Text and parameters mixed, as in `items({key})`. */
  | { readonly kind: 'mixed'; readonly pattern: RegExp; readonly parameters: readonly Parameter[] }

export type RouteTemplate = readonly Segment[]

type Part = string | Parameter

const tokens = /\{((?:\{\{|\}\}|[^{}])+)\}|(\/)|(\{\{|\}\}|[^{}/])/y

/** Reads `:int:length(2,5)`; an argument may itself hold colons and balanced parentheses. */
function parseConstraints(text: string): Constraint[] {
  const constraints: Constraint[] = []
  let rest = text
  while (rest !== '') {
    const name = /^:([a-z]+)/i.exec(rest)?.[1]
    if (name === undefined) throw new Error(`cannot read the route constraint "${rest}"`)
    rest = rest.slice(name.length + 1)
    let argument: string | undefined
    if (rest.startsWith('(')) {
      const end = closingParenthesis(rest)
      argument = rest.slice(1, end)
      rest = rest.slice(end + 1)
    }
    constraints.push(createConstraint(name, argument))
  }
  return constraints
}

function closingParenthesis(text: string): number {
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    else if (text[index] === '(') depth += 1
    else if (text[index] === ')' && --depth === 0) return index
  }
  throw new Error(`a parenthesis is not closed in "${text}"`)
}

function parseParameter(text: string): Parameter {
  const source = text.replaceAll('{{', '{').replaceAll('}}', '}')
  const [, stars = '', name, rest = ''] = /^(\*{0,2})(\w+)(.*)$/s.exec(source) ?? []
  if (name === undefined) throw new Error(`cannot read the route parameter "{${text}}"`)
  const optional = rest.endsWith('?')
  const constraints = parseConstraints(optional ? rest.slice(0, -1) : rest)
  return { name, constraints, optional, catchAll: stars !== '' }
}

function toSegment(parts: readonly Part[]): Segment {
  const parameters = parts.filter((part) => typeof part !== 'string')
  const [first] = parameters
  if (!first) return { kind: 'literal', text: parts.map(String).join('').toLowerCase() }
  if (parts.length === 1) return { kind: 'parameter', parameter: first }
  const source = parts.map((part) => (typeof part === 'string' ? escape(part) : '(.+)')).join('')
  return { kind: 'mixed', pattern: new RegExp(`^${source}$`, 'i'), parameters }
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Parses an ASP.NET Core route template such as `v1/{instance:alpha}/{*rest}`. */
export function parseRouteTemplate(template: string): RouteTemplate {
  if (/^[/~]/.test(template)) throw new Error(`the route "${template}" starts with / or ~`)
  const segments: Part[][] = [[]]
  tokens.lastIndex = 0
  while (tokens.lastIndex < template.length) {
    const token = tokens.exec(template)
    if (!token) throw new Error(`the braces of the route "${template}" do not match`)
    const [, parameter, slash, text = ''] = token
    if (slash) segments.push([])
    else segments.at(-1)?.push(parameter ? parseParameter(parameter) : (text[0] ?? ''))
  }
  return segments.filter((parts) => parts.length > 0).map(toSegment)
}
