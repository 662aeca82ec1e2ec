import * as z from 'zod'

/** An identifier as `namespace:value`. */
export const identifierKeyText = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}:/, 'must be namespace:value')

/**
 * What a steward knows about two identifiers (keys, normalised). `always`: they are one, whatever
 * the limits say. `never`: they are not one. `exclude`: a link between them says nothing.
 */
export const stewardFactSchema = z.object({
  type: z.enum(['always', 'never', 'exclude']),
  a: identifierKeyText,
  b: identifierKeyText,
})

export type PairFact = z.output<typeof stewardFactSchema>

/** No link of the identifier says anything that was last seen until then (in milliseconds). */
export interface DetachFact {
  readonly type: 'detach'
  readonly a: string
  readonly at: number
}

export type StewardFact = PairFact | DetachFact

/** The pairs of one kind. */
export function pairsOf(facts: readonly StewardFact[], type: PairFact['type']): PairFact[] {
  return facts.filter((fact): fact is PairFact => fact.type === type)
}
