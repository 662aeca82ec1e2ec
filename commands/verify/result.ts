import * as z from 'zod'

const count = z.number()

const resultSchema = z.looseObject({
  ok: z.boolean(),
  checked: z.record(z.string(), count),
  differences: z.record(z.string(), count),
  first: z.array(z.looseObject({ kind: z.string(), detail: z.string() })),
  leftOut: count,
})

export type VerifyResult = z.output<typeof resultSchema>

export function readResult(result: unknown): VerifyResult {
  return resultSchema.parse(result)
}

/** What was compared, in the order of the way of an event. */
const checks: readonly Named[] = [
  ['events', 'lines of the event log that are worked off'],
  ['activities', 'of these, events on a timeline'],
  ['rejected', 'of these, events that the list of refusals tells of'],
  ['forgotten', 'of these, events whose archive is over'],
  ['corrections', 'what stewards said'],
  ['identifiers', 'identifiers with their timelines'],
  ['profiles', 'profiles, archived ones included'],
  ['members', 'memberships of segments'],
]

const kinds: readonly Named[] = [
  ['missing', 'events of the log that are not on their timeline'],
  ['changed', 'activities or messages that do not say what the log says'],
  ['double', 'activities that stand on a second timeline'],
  ['extra', 'activities that are not in the log'],
  ['correction', 'corrections that are not at their identifier'],
  ['facts', 'identifiers whose facts are not those of their timeline'],
  ['profile', 'rows that are not what the facts say'],
  ['member', 'profiles that are in a segment and should not be, or the other way round'],
  ['count', 'counts of segments, or of receipts, that are wrong'],
]

type Named = readonly [name: string, meaning: string]

/** The result as lines of a table, with what differs below it. */
export function resultLines({
  ok,
  checked,
  differences,
  first,
  leftOut,
}: VerifyResult): readonly string[] {
  const counted = rowsOf(checked, checks)
  const found = rowsOf(differences, kinds)
  const widths = [0, 1].map((column) =>
    Math.max(...[...counted, ...found].map((row) => row[column]?.length ?? 0)),
  )
  const line = ([name = '', value = '', meaning = '']: readonly string[]): string =>
    `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${meaning}`.trimEnd()
  return [
    ...['Compared', ...counted.map(line)],
    ...['Differences', ...found.map(line)],
    ...first.map(differenceLine),
    verdict(ok, differences),
    ...left(leftOut),
  ]
}

/** In the order of the names; what a newer Passerby tells beyond them comes last. */
function rowsOf(values: Readonly<Record<string, number>>, names: readonly Named[]): string[][] {
  const known = new Set(names.map(([name]) => name))
  const more = Object.keys(values).filter((name) => !known.has(name))
  return [...names, ...more.map((name): Named => [name, ''])].flatMap(([name, meaning]) => {
    const value = values[name]
    return value === undefined ? [] : [[name, text(value), meaning]]
  })
}

function text(value: number): string {
  return value.toLocaleString('en-GB')
}

function differenceLine({ kind, detail, ...named }: VerifyResult['first'][number]): string {
  const names = Object.entries(named).map(([name, value]) => `${name}=${String(value)}`)
  return `${kind}: ${[...names, detail].join(' ')}`
}

function verdict(ok: boolean, differences: VerifyResult['differences']): string {
  const total = Object.values(differences).reduce((sum, value) => sum + value, 0)
  return ok ? 'Nothing differs.' : `${text(total)} ${total === 1 ? 'difference' : 'differences'}.`
}

function left(blobs: number): string[] {
  if (blobs === 0) return []
  const waiting = blobs === 1 ? '1 log blob waits' : `${text(blobs)} log blobs wait`
  return [`${waiting} to be worked off; left out.`]
}
