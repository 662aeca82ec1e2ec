import type { HttpRequest } from '@azure/functions'
import type { Precondition } from '../../workspace/definitions.ts'
import { ValidationError } from '../errors/errors.ts'

/** What `If-Match` asks for: `*`, or the versions in the list, with or without quotes. */
export function preconditionOf(request: HttpRequest): Precondition {
  const header = request.headers.get('if-match')?.trim()
  if (header === undefined || header === '') return {}
  if (header === '*') return { ifMatch: '*' }
  const versions = header.split(',').map((tag) => /^(?:W\/)?"?(\d+)"?$/.exec(tag.trim())?.[1])
  if (versions.includes(undefined)) {
    throw new ValidationError({
      code: 'InvalidRequest',
      message: 'If-Match must be `*` or the `version` of the definition, as in "3".',
      target: 'If-Match',
    })
  }
  return { ifMatch: new Set(versions.map(Number)) }
}

/** The head of an answer that is a definition. */
export function etagOf(version: number): Record<string, string> {
  return { ETag: `"${version}"` }
}
