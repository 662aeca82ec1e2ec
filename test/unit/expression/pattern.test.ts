import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../../shared/expression/pattern/compile-pattern.ts'
import {
  createMatcher,
  matchesPattern,
} from '../../../shared/expression/pattern/matches-pattern.ts'
import { readPattern } from '../../../shared/expression/pattern/read-pattern.ts'
import { runPattern } from '../../../shared/expression/pattern/run-pattern.ts'

/** Patterns made of what both know, so that the engine's own can be the judge. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ it: string }>((tie) => ({
  it: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(
      'a',
      'b',
      'c',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '\\W',
      '[ab]',
      '[^a]',
      '[a-c]',
      '^',
      '$',
      '\\b',
      '\\B',
      'é',
      '🎉',
      '\\.',
      '[\\d-]',
      '\\u0061',
      '\\p{Lu}',
    ),
    fc.tuple(tie('it'), tie('it')).map(([a, b]) => a + b),
    fc.tuple(tie('it'), tie('it')).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(tie('it'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '{0}'))
      .map(([a, quantifier]) => `(?:${a})${quantifier}`),
  ),
})).it
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'd', '1', ' ', '.', 'é', '🎉', 'A', '\n'),
    maxLength: 12,
  }),
)

describe('matchesPattern', () => {
  it('finds what the regular expressions of JavaScript find', () => {
    fc.assert(
      fc.property(pattern, text, (source, value) => {
        // V8 finds a `\B` between the halves of a surrogate pair where it starts inside of one.
        fc.pre(!(source.includes('\\B') && value.includes('🎉')))
        expect(createMatcher(source, 0).matches(value)).toBe(new RegExp(source, 'u').test(value))
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['', 'x', true],
    ['^$', '', true],
    ['^a{3}$', 'aaa', true],
    ['^a{3}$', 'aaaa', false],
    ['(?<name>a)b', 'ab', true],
    ['[]', 'a', false],
    ['[^]', 'a', true],
    ['[\\]-]', '-', true],
    ['a{,2}', 'a{,2}', true],
    ['\\x41\\u{1F389}', 'A🎉', true],
    ['^.$', '🎉', true],
    ['\\P{L}', 'a', false],
    ['\\B', 'a🎉a', false],
    ['\\B', 'a🎉🎉a', true],
    ['a(((){99999}){99999}){99999}b', 'ab', true],
    ['a((^){9}|){9}b', 'ab', true],
  ])('%s in %s: %s', (source, value, expected) => {
    expect(createMatcher(source, 0).matches(value)).toBe(expected)
  })

  it.each([
    '(',
    ')',
    'a)',
    '[a',
    '*a',
    'a**',
    'a{3,2}',
    '\\',
    '\\q',
    '\\1',
    '\\k<a>',
    '(?=a)',
    '(?<=a)',
    '(?!a)',
    '[b-a]',
    '[\\d-z]',
    '\\p{Nothing}',
    '\\u12',
    '\\u{110000}',
  ])('refuses %s', (source) => {
    expect(() => createMatcher(source, 7)).toThrow(
      expect.objectContaining({ code: 'InvalidPattern', position: 7 }),
    )
  })

  it.each(['a{3000}', '(?:a{50}){50}', '('.repeat(100) + ')'.repeat(100)])(
    'finds %s too complex',
    (source) => {
      expect(() => createMatcher(source, 0)).toThrow(
        expect.objectContaining({ code: 'PatternTooComplex' }),
      )
    },
  )

  it('tests each character against each state once, whatever the pattern', () => {
    let tests = 0
    const program = compilePattern(readPattern('^(a|a)*(a*)*(a|aa)+$'), 1000).map((one) =>
      one.kind === 'take'
        ? { ...one, test: (point: number) => ((tests += 1), one.test(point)) }
        : one,
    )
    const value = `${'a'.repeat(2000)}b`
    expect(runPattern(program, value)).toBe(false)
    expect(tests).toBeLessThanOrEqual(program.length * (value.length + 1))
  })

  it('is unknown where a row gives a pattern that is none', () => {
    expect(matchesPattern('a', '(')).toBeNull()
    expect(matchesPattern('abc', 'b')).toBe(true)
  })
})
