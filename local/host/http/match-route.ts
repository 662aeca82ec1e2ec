import type { RequestPath } from './request-path.ts'
import type { Parameter, RouteTemplate, Segment } from './route-template.ts'

export type RouteParameters = Readonly<Record<string, string>>

const accepts = ({ constraints }: Parameter, text: string): boolean =>
  constraints.every((constraint) => constraint(text))

/** What one segment of a path gives to one segment of a template; undefined: no match. */
function matchSegment(segment: Segment, text: string): [string, string][] | undefined {
  if (segment.kind === 'literal') return segment.text === text.toLowerCase() ? [] : undefined
  if (segment.kind === 'parameter') {
    const { parameter } = segment
    return text !== '' && accepts(parameter, text) ? [[parameter.name, text]] : undefined
  }
  const found = segment.pattern.exec(text)
  if (!found) return undefined
  const values = segment.parameters.map((parameter, index) => [parameter, found[index + 1] ?? ''])
  const pairs = values as [Parameter, string][]
  if (!pairs.every(([parameter, value]) => accepts(parameter, value))) return undefined
  return pairs.map(([{ name }, value]) => [name, value])
}

function matchCatchAll(
  parameter: Parameter,
  path: RequestPath,
  from: number,
): [string, string][] | undefined {
  const rest = path.segments.slice(from).join('/')
  const text = rest !== '' && path.trailingSlash ? `${rest}/` : rest
  if (text === '') return []
  return accepts(parameter, text) ? [[parameter.name, text]] : undefined
}

/** The parameters of the path if it matches the template; letter case of literals is ignored. */
export function matchRoute(
  template: RouteTemplate,
  path: RequestPath,
): RouteParameters | undefined {
  const values: [string, string][] = []
  for (const [index, segment] of template.entries()) {
    const parameter = segment.kind === 'parameter' ? segment.parameter : undefined
    if (parameter?.catchAll) {
      const rest = matchCatchAll(parameter, path, index)
      return rest && Object.fromEntries([...values, ...rest])
    }
    const text = path.segments[index]
    if (text === undefined) {
      if (parameter?.optional) continue
      return undefined
    }
    const found = matchSegment(segment, text)
    if (!found) return undefined
    values.push(...found)
  }
  return path.segments.length <= template.length ? Object.fromEntries(values) : undefined
}
