import type { OpenApi, Operation, Parameter, Schema } from './openapi.ts'
import { fieldRows, typeOf } from './schema-markdown.ts'

/** What is to be said once about all addresses of a tag. */
const introductions: Readonly<Record<string, string>> = {
  Collect:
    'Each address has a short form: `/v1/i`, `/v1/t`, `/v1/p`, `/v1/s`, `/v1/g`, `/v1/a` and `/v1/b`.\n',
}

const tags = ['Collect', 'Browser libraries', 'Look up', 'Manage', 'Jobs', 'State']

/** `docs/reference.md`: every address with what it takes and answers, from the description. */
export function referenceMarkdown(document: OpenApi): string {
  const { paths, components, info } = document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      title: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  )
  const sections = tags.flatMap((tag) => {
    const own = operations.filter(
      ({ operation }) => operation.tags[0] === tag && !operation.operationId.endsWith('-short'),
    )
    const introduction = introductions[tag] === undefined ? [] : [introductions[tag]]
    return own.length === 0 ? [] : [`## ${tag}\n`, ...introduction, ...own.map(operationSection)]
  })
  const shapes = Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    '# Reference\n',
    `${info.description}\n`,
    'Made from the description that a running Passerby answers at `/openapi.json`. Codes of errors are explained in [errors.md](errors.md).\n',
    ...sections,
    '## Shapes\n',
    ...shapes.map(([name, schema]) => shapeSection(name, schema)),
  ].join('\n')
}

function operationSection({ title, operation }: { title: string; operation: Operation }): string {
  const { summary, description, parameters = [], requestBody, responses } = operation
  const body = requestBody?.content['application/json']
  return [
    `### ${title}\n`,
    `${summary}. ${description}\n`,
    ...parameterTable(parameters),
    ...(body === undefined
      ? []
      : [`Body: ${typeOf(body.schema)}, for example\n`, jsonBlock(body.example)]),
    '| status | answer | |',
    '|---|---|---|',
    ...Object.entries(responses).map(
      ([status, { description: text, content }]) =>
        `| ${status} | ${typeOf(content['application/json'].schema)} | ${text} |`,
    ),
    '',
  ].join('\n')
}

function parameterTable(parameters: readonly Parameter[]): string[] {
  if (parameters.length === 0) return []
  return [
    '| parameter | type | |',
    '|---|---|---|',
    ...parameters.map(({ in: place, name, required = false, schema }) => {
      const marks = [place, ...(required ? ['required'] : [])].join(', ')
      return `| \`${name}\` (${marks}) | ${typeOf(schema)} | ${schema.description ?? ''} |`
    }),
    '',
  ]
}

function jsonBlock(example: unknown): string {
  return `\`\`\`json\n${JSON.stringify(example, undefined, 2)}\n\`\`\`\n`
}

function shapeSection(name: string, schema: Schema): string {
  const intro = schema.description === undefined ? [] : [`${schema.description}\n`]
  const content =
    schema.properties === undefined
      ? [typeOf(schema)]
      : ['| member | type | |', '|---|---|---|', ...fieldRows(schema)]
  return [`### ${name}\n`, ...intro, ...content, ''].join('\n')
}
