import * as z from 'zod'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { compareText, parseIdentifierKey, type Identifier } from './identifier.ts'
import { identifierKeyText, type StewardFact } from './steward-fact.ts'

/** What a steward may say about identifiers. */
export const correctionTypes = ['neverMatch', 'alwaysMatch', 'detach', 'exclude'] as const

const said = {
  id: z.string(),
  a: identifierKeyText,
  /** The other identifier; a `detach` has none. */
  b: identifierKeyText.optional(),
  by: z.string(),
  at: z.iso.datetime(),
}

/** What somebody said about one or two identifiers (keys, normalised): a fact of the log. */
export const correctionSchema = z.object({
  ...said,
  /** `held`: Passerby itself excludes a link until a steward has looked at it. */
  type: z.enum([...correctionTypes, 'held']),
  reason: z.string(),
})

/** Takes a correction back; it names the same identifiers, so that it may come first. */
const undoSchema = z.object({ ...said, type: z.literal('undo'), of: z.string() })

export const correctionFactSchema = z.discriminatedUnion('type', [correctionSchema, undoSchema])

export type Correction = z.output<typeof correctionSchema>
export type CorrectionUndo = z.output<typeof undoSchema>
export type CorrectionFact = Correction | CorrectionUndo

/** The fact that takes a correction back; there is only one of each, however often it is asked for. */
export function undoOf(
  { id, a, b }: Correction,
  { by, at }: { readonly by: string; readonly at: string },
): CorrectionUndo {
  return { id: `undo-${id}`, type: 'undo', of: id, a, ...(b !== undefined && { b }), by, at }
}

/** The identifiers that a fact names. */
export function identifiersOf({ a, b }: CorrectionFact): Identifier[] {
  return [a, b].flatMap((key) => (key === undefined ? [] : (parseIdentifierKey(key) ?? [])))
}

/** Facts with one more, in order of their ids; the same array when it says nothing new. */
export function addCorrectionFact(
  facts: readonly CorrectionFact[],
  fact: CorrectionFact,
): readonly CorrectionFact[] {
  const other = facts.find(({ id }) => id === fact.id)
  if (other !== undefined && compareFacts(other, fact) <= 0) return facts
  return [...facts.filter(({ id }) => id !== fact.id), fact].sort((x, y) => compareText(x.id, y.id))
}

/** Of two that have the same id the one said first counts. */
function compareFacts(x: CorrectionFact, y: CorrectionFact): number {
  return compareText(x.at, y.at) || compareText(canonicalJson(x), canonicalJson(y))
}

/** The corrections that hold: all that nobody has undone. */
export function correctionsInForce(facts: readonly CorrectionFact[]): Correction[] {
  const undone = new Set(facts.flatMap((fact) => (fact.type === 'undo' ? [fact.of] : [])))
  return facts.filter((fact): fact is Correction => fact.type !== 'undo' && !undone.has(fact.id))
}

/** What corrections say, as identity resolution takes it. */
export function stewardFactsOf(corrections: readonly Correction[]): StewardFact[] {
  return corrections.flatMap(({ type, a, b, at }): StewardFact[] => {
    if (type === 'detach') return [{ type, a, at: Date.parse(at) }]
    return b === undefined ? [] : [{ type: meanings[type], a, b }]
  })
}

const meanings = {
  alwaysMatch: 'always',
  neverMatch: 'never',
  exclude: 'exclude',
  held: 'exclude',
} as const
