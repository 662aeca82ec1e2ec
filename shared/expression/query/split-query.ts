import { ExpressionError } from '../expression-error.ts'

/** One `name=value` of a query string, decoded. */
export interface Option {
  readonly name: string
  /** Undefined where there is no `=`. */
  readonly value: string | undefined
  readonly raw: string
  /** Where semicolons stand in the value that came encoded. */
  readonly softSemicolons: ReadonlySet<number>
}

/**
 * Splits a raw query string (`URL.search`), first at `&`, then at the first `=`, and decodes each
 * part strictly. Blanks before a name are dropped; `+` is a blank, as form-style encoders mean it.
 */
export function splitQuery(query: string): Option[] {
  const raw = query.startsWith('?') ? query.slice(1) : query
  if (raw.includes('#')) throw refuse('InvalidRequest', 'A # must be sent as %23.')
  return raw
    .split('&')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      const name = decode(equals === -1 ? part : part.slice(0, equals)).trimStart()
      if (equals === -1) return { name, value: undefined, raw: '', softSemicolons: new Set() }
      const text = part.slice(equals + 1)
      const value = decode(text)
      return { name, value, raw: text, softSemicolons: encodedSemicolons(text) }
    })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw refuse('InvalidRequest', 'The percent-encoding is broken; a % must be sent as %25.')
  }
}

/** Their places in the decoded text. */
function encodedSemicolons(text: string): ReadonlySet<number> {
  const places = new Set<number>()
  if (!/%3b/i.test(text)) return places
  const pieces = text.split(/%3b/i)
  let at = 0
  for (const piece of pieces.slice(0, -1)) {
    at += decode(piece).length
    places.add(at)
    at += 1
  }
  return places
}

function refuse(code: 'InvalidRequest', message: string): ExpressionError {
  return new ExpressionError({ code, message, position: 0 })
}
