import type * as z from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object',
}

/** What the size of a value counts; that of others is the value. */
const units: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' }

/**
 * What a schema that has no words of its own says of a value: the error map of `safeParse`, for
 * messages that begin with where the value stands.
 */
export function issueWording(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_value') {
    const choice = `one of ${issue.values.join(', ')}`
    return issue.input === undefined ? `is needed: ${choice}` : `must be ${choice}`
  }
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is needed'
    const kind = kinds[issue.expected]
    return kind && `must be ${kind}`
  }
  if (issue.code === 'too_small') {
    if (units[issue.origin] !== undefined) return 'must not be empty'
    const bound = issue.inclusive === false ? 'more than' : 'at least'
    return `must be ${bound} ${String(issue.minimum)}`
  }
  if (issue.code !== 'too_big') return undefined
  const unit = units[issue.origin]
  const most = `at most ${String(issue.maximum)}`
  return unit === undefined ? `must be ${most}` : `must have ${most} ${unit}`
}
