import type { ErrorEntry } from './error-entry.ts'

/** What can be wrong with an expression or a query; a part of the catalogue. */
export const expressionErrors = {
  InvalidSyntax: {
    status: 400,
    meaning: 'An expression cannot be read: a sign too many, or one that is missing.',
    remedy:
      'The position counts characters from 0. Texts stand in straight single quotes, an apostrophe in them is doubled; operators are words: `eq ne gt ge lt le and or not`.',
  },
  InvalidLiteral: {
    status: 400,
    meaning: 'A value in an expression is none of its kind: a 30th of February, a 25th hour.',
    remedy:
      "Write `'text'`, `42`, `1.5`, `2026-05-31`, `2026-05-31T09:00:00Z`, `09:00:00`, `duration'P7D'`, `true`, `null`.",
  },
  UnknownProperty: {
    status: 400,
    meaning: 'An expression names something that neither is declared nor was ever seen.',
    remedy: 'The message names the nearest known name.',
  },
  UnknownFunction: {
    status: 400,
    meaning: 'An expression calls a function that does not exist.',
    remedy: 'The message names the nearest one.',
  },
  UnknownSegment: {
    status: 400,
    meaning: 'An expression names a segment that does not exist.',
    remedy: 'The message names the nearest one. Segments are listed under `…/manage/segments`.',
  },
  UnknownAlias: {
    status: 400,
    meaning: 'An expression uses a parameter (`@name`) that the query does not give.',
    remedy: "Add it to the query: `&@name='value'`.",
  },
  TypeMismatch: {
    status: 400,
    meaning:
      'Values of different types meet in an expression, or a function or operator gets one that it does not take.',
    remedy: 'The message names both types.',
  },
  UnsupportedFeature: {
    status: 501,
    meaning: 'A part of OData that Passerby does not offer.',
    remedy: 'The message names it, and often another way.',
  },
  InvalidNow: {
    status: 400,
    meaning:
      'A stored definition uses `now()` in a way that does not tell when its answer changes.',
    remedy:
      "Write `path op now()`, or `path op now() sub duration'P7D'` (or `add`) with whole hours.",
  },
  InvalidPattern: {
    status: 400,
    meaning:
      'A regular expression cannot be read, or uses what cannot be matched in linear time (back references, look-around).',
    remedy: 'Use classes, groups, alternatives, quantifiers and anchors.',
  },
  PatternTooComplex: {
    status: 400,
    meaning: 'A regular expression is too long once its repetitions are written out.',
    remedy: 'Use smaller counts in `{m,n}`.',
  },
  ExpressionTooLong: {
    status: 400,
    meaning: 'An expression has more than 8 KiB.',
    remedy: 'Split it: a segment takes several rules, and expressions can name other segments.',
  },
  ExpressionTooDeep: {
    status: 400,
    meaning:
      'An expression is nested more than 64 deep, or more than 500 operators in a row build on each other.',
    remedy: 'Leave out brackets; `a and b and c` needs none.',
  },
  ExpressionTooComplex: {
    status: 400,
    meaning: 'An expression has more than 10,000 parts.',
    remedy: 'Split it into several.',
  },
  EvaluationTooLong: {
    status: 400,
    meaning:
      'For one profile an expression takes too many steps: it goes through activities inside of activities, or looks for large patterns in long texts.',
    remedy:
      'Test `ActivityType` and `ActivityTime` first, so that inner iterations are reached seldom; nest `any` and `all` less; use smaller counts in patterns.',
  },
  ListTooLong: {
    status: 400,
    meaning: 'A list has more than 1,000 values.',
    remedy: 'Ask several times, or make it a segment.',
  },
  NameTooLong: {
    status: 400,
    meaning: 'A name has more than 128 characters.',
    remedy: 'Look for a missing blank or quote.',
  },
  ExpandTooDeep: {
    status: 400,
    meaning: 'An `$expand` is nested more than 3 deep.',
    remedy: 'Ask for the inner part on its own.',
  },
  UnknownOption: {
    status: 400,
    meaning:
      'A query option that begins with `$` is none of OData, or a condition lacks its option.',
    remedy: 'The message names the nearest one. A `&` inside a value must be sent as `%26`.',
  },
  DuplicateOption: {
    status: 400,
    meaning: 'A query option stands there twice.',
    remedy: 'Send each once; conditions are joined with `and`.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>
