import { ExpressionError } from '../expression-error.ts'
import { defaultLimits, type Limits } from '../limits.ts'
import type { ErrorCode } from '../../platform/errors/error-catalogue.ts'
import { createCursor, fail, peek } from '../parse/cursor.ts'
import type { Node } from '../parse/node.ts'
import { takeEnd, takeExpression } from '../parse/parse-expression.ts'
import { nearestName } from '../types/nearest-name.ts'
import { partReaders, type PartName } from './nested-options.ts'
import type { Query } from './query.ts'
import { splitQuery, type Option } from './split-query.ts'

export interface QuerySettings {
  readonly limits?: Limits
  /** Where given, other options that are not OData's are refused. */
  readonly customNames?: readonly string[]
}

const texts = ['format', 'skiptoken', 'deltatoken', 'schemaversion'] as const
const unsupported = ['apply']
const known = [...Object.keys(partReaders).filter((name) => name !== 'levels'), ...texts, 'index']

/**
 * Reads the options of a query string as it stands in the URL, still encoded. OData's own may lack
 * the `$` and do not depend on case. Throws `ExpressionError` with the option as `target`.
 */
export function parseQuery(raw: string, settings: QuerySettings = {}): Query {
  const query: Record<string, unknown> = {}
  const custom = new Map<string, string>()
  const aliases = new Map<string, Node>()
  for (const option of splitQuery(raw)) {
    const name = systemName(option)
    if (name !== undefined) {
      if (name in query) throw refuse('DuplicateOption', `$${name} stands there twice.`, { name })
      query[name] = readSystemOption(name, option, settings)
    } else if (option.name.startsWith('@')) {
      if (aliases.has(option.name)) {
        throw refuse('DuplicateOption', `${option.name} stands there twice.`)
      }
      aliases.set(option.name, readAlias(option, settings))
    } else {
      checkCustom(option, settings)
      custom.set(option.name, option.value ?? '')
    }
  }
  return { ...query, ...(aliases.size > 0 && { aliases }), custom }
}

/** The name without `$`, in lower case, where it is one of OData's. */
function systemName({ name }: Option): string | undefined {
  const plain = name.replace(/^\$/, '').toLowerCase()
  if (known.includes(plain)) return plain
  if (unsupported.includes(plain) && name.startsWith('$')) {
    throw refuse('UnsupportedFeature', `$${plain} is not offered.`, { name: plain })
  }
  if (!name.startsWith('$')) return undefined
  const nearest = nearestName(plain, known)
  const hint = nearest === undefined ? undefined : `Did you mean $${nearest}?`
  throw refuse('UnknownOption', `There is no query option ${name.trimEnd()}.`, { hint })
}

function readSystemOption(
  name: string,
  option: Option,
  { limits = defaultLimits }: QuerySettings,
): unknown {
  const { value, raw, softSemicolons } = option
  if (value === undefined) throw refuse('InvalidOption', `$${name} needs a value.`, { name })
  if (texts.some((text) => text === name)) return value
  if (name === 'index') return readIndex(value)
  const cursor = createCursor(value, limits, { target: `$${name}`, softSemicolons })
  // A blank here is part of no expression; it mostly stands for something lost in encoding.
  if (/\s/.test(peek(cursor) ?? ''))
    throw fail(cursor, 'InvalidSyntax', 'No blank stands behind the =.')
  if (name === 'search' && raw.includes(';')) {
    const message = 'A semicolon in a search must be sent as %3B.'
    throw fail(cursor, 'InvalidSyntax', message, { at: Math.max(0, value.indexOf(';')) })
  }
  const result = partReaders[name as PartName](cursor)
  takeEnd(cursor)
  return result
}

function readIndex(value: string): number {
  if (/^-?\d{1,10}$/.test(value)) return Number(value)
  throw refuse('InvalidOption', '$index is a whole number.', { name: 'index' })
}

function readAlias({ name, value = '' }: Option, { limits = defaultLimits }: QuerySettings): Node {
  const cursor = createCursor(value, limits, { target: name })
  const node = takeExpression(cursor)
  takeEnd(cursor)
  return node
}

/**
 * `$filter=city eq 'x'&IsMemberOfSegment('y')` would lose its second condition without a word: an
 * option without value that looks like an expression is refused.
 */
function checkCustom({ name, value }: Option, { customNames }: QuerySettings): void {
  if (value === undefined && /[(\s]/.test(name.trim())) {
    const hint = 'Join conditions with and, and send a & inside a value as %26.'
    throw refuse('UnknownOption', 'A condition stands outside of $filter.', { hint })
  }
  if (customNames !== undefined && !customNames.includes(name)) {
    throw refuse('UnknownOption', `There is no query option ${name}.`)
  }
}

function refuse(
  code: ErrorCode,
  message: string,
  { name, hint }: { readonly name?: string; readonly hint?: string | undefined } = {},
): ExpressionError {
  const target = name === undefined ? undefined : `$${name}`
  return new ExpressionError({ code, message, position: 0, hint, target })
}
