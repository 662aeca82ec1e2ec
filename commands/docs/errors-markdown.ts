import { errorCatalogue } from '../../shared/platform/errors/error-catalogue.ts'
import type { ErrorEntry } from '../../shared/platform/errors/error-entry.ts'

const intro = `# Errors

Every answer that is an error has this shape; \`docs\` leads to the code's section on the Passerby that was asked:

\`\`\`
{ "error": { "code", "message", "target"?, "details"?: [{ "code", "message", "target"? }],
    "innererror"?: { "position" }, "docs" } }
\`\`\`

\`target\` is a JSON pointer into the body, or the name of a query option. In an expression
\`innererror.position\` is where the problem is, in UTF-16 units from 0. The list of refusals
(\`GET /v1/instances/default/manage/rejects\`) and the logs carry the same codes. Every answer of an address that exists has
an \`x-request-id\`: yours when you sent one, and the line of the request in the logs has it too. The local runtime writes
its log to \`host.log\` in its data folder (\`.passerby/\`). What the platform answers by itself, such as 404 for an unknown
address, has neither a body nor an id.
`

/** `docs/errors.md`: a section for every code. */
export function errorsMarkdown(): string {
  const entries = Object.entries(errorCatalogue).sort(([a], [b]) => (a < b ? -1 : 1))
  return [intro, ...entries.map(section)].join('\n')
}

function section([code, { status, meaning, remedy }]: [string, ErrorEntry]): string {
  return `## ${code}\n\nStatus ${status}. ${meaning}\n\n**What to do:** ${remedy}\n`
}
