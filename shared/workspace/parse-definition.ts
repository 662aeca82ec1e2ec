import * as z from 'zod'
import { ValidationError, type ErrorDetail } from '../platform/errors/errors.ts'
import { definitionName } from '../platform/ids/definition-name.ts'
import { issueWording } from '../platform/errors/issue-wording.ts'

/** Reads a definition with its schema; every problem is named with where it stands. */
export function parseDefinition<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body, { error: issueWording })
  if (result.success) return result.data
  throw invalidDefinition(result.error.issues.flatMap(detailsOf))
}

/** The error of a definition with these problems. */
export function invalidDefinition(details: readonly ErrorDetail[]): ValidationError {
  const [first] = details
  return new ValidationError({
    code: 'InvalidDefinition',
    message: first?.message ?? 'The definition is not valid.',
    ...(first?.target !== undefined && { target: first.target }),
    ...(details.length > 1 && { details }),
  })
}

function detailsOf(issue: z.core.$ZodIssue): ErrorDetail[] {
  const code = 'InvalidDefinition'
  const at = pointer(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code,
      message: `There is no property \`${key}\` here.`,
      target: pointer([...issue.path, key]),
    }))
  }
  const where = at === '' ? 'The definition' : `\`${at}\``
  return [{ code, message: `${where}: ${issue.message}.`, target: at }]
}

/** A JSON pointer (RFC 6901). */
function pointer(path: readonly PropertyKey[]): string {
  const escape = (key: PropertyKey): string =>
    String(key).replaceAll('~', '~0').replaceAll('/', '~1')
  return path.map((key) => `/${escape(key)}`).join('')
}

/** The name that a body gives its definition. */
export function nameInBody(body: unknown): string {
  const { name } = parseDefinition(z.looseObject({ name: definitionName }), body)
  return name
}
