/** The functions of OData as the specification spells them; case does not matter. */
const spelled = [
  'cast',
  'ceiling',
  'concat',
  'contains',
  'date',
  'day',
  'endswith',
  'floor',
  'fractionalseconds',
  'hassubsequence',
  'hassubset',
  'hour',
  'indexof',
  'isof',
  'length',
  'matchesPattern',
  'maxdatetime',
  'mindatetime',
  'minute',
  'month',
  'now',
  'round',
  'second',
  'startswith',
  'substring',
  'time',
  'tolower',
  'totaloffsetminutes',
  'totalseconds',
  'toupper',
  'trim',
  'year',
]

const canonical = new Map(spelled.map((name) => [name.toLowerCase(), name]))

/** The usual spelling of a function; others stay as they are. */
export function functionName(written: string): string {
  return canonical.get(written.toLowerCase()) ?? written
}
