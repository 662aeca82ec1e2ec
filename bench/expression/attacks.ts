/** The largest expression that is read at all. */
export const hostileSize = 8192

/** A piece again and again. */
export const filled = (
  piece: string,
  [before, after]: readonly [string, string] = ['', ''],
): string => {
  const room = hostileSize - Buffer.byteLength(before + after)
  return before + piece.repeat(Math.floor(room / Buffer.byteLength(piece))) + after
}
/** Something in as many brackets as fit. */
export const wrapped = (open: string, middle: string, close: string): string => {
  const times = Math.floor((hostileSize - middle.length) / (open.length + close.length))
  return open.repeat(times) + middle + close.repeat(times)
}

/** Texts that make other parsers slow or end their stack. */
export const attacks: Readonly<Record<string, string>> = {
  'balanced brackets': wrapped('(', 'a', ')'),
  'open brackets': filled('('),
  'closing brackets': filled(')'),
  'a chain of or': filled('age eq 1 or ', ['', 'age eq 1']),
  'a chain of and and or': filled('active or active and ', ['', 'active']),
  'a sum': filled('1 add ', ['', '1 eq 1']),
  'a sum of properties': filled('age add ', ['', '1 eq 1']),
  'a chain of eq': filled('active eq ', ['', 'active']),
  'minus signs': filled('-', ['', '1 eq 1']),
  'minus signs with blanks': filled('- ', ['', 'age eq 1']),
  nots: filled('not ', ['', 'active']),
  'a long path': filled('/b', ['a', ' eq 1']),
  'a path into the open': filled('/b', ['address', ' eq 1']),
  'a chain of in': filled('in[]', ['[]', '']),
  'a product that grows': filled(' mul 1e64', ['1e64', ' eq 1']),
  'a quotient that shrinks': filled(' divby 1e64', ['1e64', ' eq 1']),
  'nested calls': wrapped('tolower(', "'x'", ')'),
  'nested conditions': wrapped('(a eq 1 or ', 'a eq 1', ')'),
  'nested iterations': wrapped('UnifiedActivity/any(a: ', 'true', ')'),
  'nested counts': wrapped('UnifiedActivity/$count($filter=', 'true', ')'),
  'nested arrays': wrapped('[', '1', ']'),
  'nested objects': wrapped('{"a":', '1', '}'),
  'a long list': filled('1,', ['age in (', '1)']),
  'a long array': filled('1,', ['age in [', '1]']),
  quotes: filled("'"),
  'an unfinished text': filled("''", ["city eq 'x", '']),
  'an unfinished JSON text': filled('\\\\', ['["', '']),
  blanks: filled(' ', ['age', 'eq 1']),
  'blanks before brackets': filled(' ', ['UnifiedActivity/any', '()']),
  digits: filled('9', ['age eq ', '']),
  decimals: filled('9', ['age eq 0.', '']),
  exponents: filled('9', ['age eq 1e', '']),
  'a long name': filled('n'),
  'a long dotted name': filled('n.'),
  'a name of dots and colons': filled('a:b.'),
  'a long annotation': filled('.n', ['@n', '']),
  'dates without end': filled('2024-01-01T', ['signedUp eq ', '']),
  'hexadecimal digits': filled('deadbeef-', ['deviceId eq ', '']),
  'case within case': wrapped('case(true:', '1', ')'),
  'curly quotes': filled('‘x’ '),
  emoji: filled('🎉'),
  'combining characters': filled('e\u0301'),
  'not a word': filled('\u0000'),
  'names of named arguments': filled('f(a=', ['', '']),
  aliases: filled('@a eq @a and ', ['', 'true']),
  'a pattern that backtracks': `matchesPattern(city,'(a*)*b${'(a|a)*'.repeat(300)}')`,
  'a pattern that grows': "matchesPattern(city,'((((a{1,99}){1,99}){1,99}){1,99})')",
  'a pattern of nothing': "matchesPattern(city,'(((){99999}){99999}){99999}')",
  'a deep pattern': `matchesPattern(city,'${'('.repeat(2000)}${')'.repeat(2000)}')`,
}
