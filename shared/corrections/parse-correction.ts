import * as z from 'zod'
import { acceptIdentifier, type IdentifierRefusal } from '../identity/accept-identifier.ts'
import { correctionTypes, type Correction } from '../identity/correction.ts'
import { identifierKey, parseIdentifierKey } from '../identity/identifier.ts'
import { namespaceName, reservedNamespaces } from '../identity/namespace-definition.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import { ValidationError, type ErrorDetail } from '../platform/errors/errors.ts'
import { issueWording } from '../platform/errors/issue-wording.ts'

const text = (most: number) => z.string().trim().min(1, 'must say something').max(most)

/** What a steward sends. */
export const correctionBodySchema = z
  .strictObject({
    type: z.enum(correctionTypes, `must be one of ${correctionTypes.join(', ')}`),
    a: z.string('is needed, as namespace:value').meta({ description: '`namespace:value`' }),
    b: z.string('must be namespace:value').optional().meta({
      description: 'The other identifier; all but `detach` need it.',
    }),
    reason: text(1000).meta({ description: 'Why, for whoever asks later.' }),
    by: text(200).optional().meta({ description: 'Who says so; else the name of the key.' }),
  })
  .meta({ id: 'CorrectionBody' })

/** A correction that still lacks its id, its time, and perhaps whose it is. */
export type CorrectionDraft = Pick<Correction, 'type' | 'a' | 'b' | 'reason'> & {
  readonly by: string | undefined
}

/** Reads a correction; every problem is named with where it stands. */
export function parseCorrection(namespaces: Namespaces, body: unknown): CorrectionDraft {
  const result = correctionBodySchema.safeParse(body, { error: issueWording })
  if (!result.success) throw invalidCorrection(result.error.issues.flatMap(problemsOf))
  const { type, a, b, reason, by } = result.data
  const first = readIdentifier(namespaces, '/a', a)
  const second = b === undefined ? undefined : readIdentifier(namespaces, '/b', b)
  const problems = [first, second].flatMap((end) => end?.problem ?? [])
  if (type === 'detach' && b !== undefined) {
    problems.push(problem('/b', 'must be left out: detach parts one identifier from all others'))
  }
  if (type !== 'detach' && b === undefined) {
    problems.push(problem('/b', `is needed: ${type} is about two identifiers`))
  }
  if (first.key !== undefined && first.key === second?.key) {
    problems.push(problem('/b', 'is the same identifier as `/a`'))
  }
  if (problems.length > 0 || first.key === undefined) throw invalidCorrection(problems)
  const other = second?.key
  return { type, a: first.key, ...(other !== undefined && { b: other }), reason, by }
}

interface ReadIdentifier {
  readonly key?: string
  readonly problem?: ErrorDetail
}

function readIdentifier(namespaces: Namespaces, target: string, given: string): ReadIdentifier {
  const raw = parseIdentifierKey(given)
  if (raw === undefined || !namespaceName.safeParse(raw.namespace).success) {
    return { problem: problem(target, 'must be namespace:value, as anonymousId:3f43') }
  }
  if (reservedNamespaces.has(raw.namespace)) {
    const message = `must name an identifier; a ${raw.namespace} is made from one`
    return { problem: problem(target, message) }
  }
  const accepted = acceptIdentifier(namespaces, raw)
  if (accepted.kind === 'accepted') return { key: identifierKey(accepted.identifier) }
  return { problem: problem(target, refusals[accepted.reason]) }
}

const refusals: Readonly<Record<IdentifierRefusal, string>> = {
  blocked: 'identifies nobody: values such as this one are never identifiers',
  tooLong: 'is too long to be an identifier',
  tooMany: 'identifies nobody',
  invalid: 'is not a value that its namespace takes',
  suppressed: 'is of somebody who asked to be forgotten',
}

function problem(target: string, message: string): ErrorDetail {
  return { code: 'InvalidCorrection', message: `\`${target}\` ${message}.`, target }
}

function problemsOf(issue: z.core.$ZodIssue): ErrorDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem(`/${key}`, 'is not a member of a correction'))
  }
  const target = issue.path.map((part) => `/${String(part)}`).join('')
  if (target !== '') return [problem(target, issue.message)]
  return [{ code: 'InvalidCorrection', message: 'A correction is a JSON object.', target }]
}

function invalidCorrection(details: readonly ErrorDetail[]): ValidationError {
  const [first] = details
  return new ValidationError({
    code: 'InvalidCorrection',
    message: first?.message ?? 'The correction is not valid.',
    ...(first?.target !== undefined && { target: first.target }),
    ...(details.length > 1 && { details }),
  })
}
