import * as z from 'zod'

const key = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}:/, 'must be namespace:value')

/**
 * What a steward knows about two identifiers (keys, normalised). `always`: they are one, whatever
 * the limits say. `never`: they are not one. `exclude`: a link between them says nothing.
 */
export const stewardFactSchema = z.object({
  type: z.enum(['always', 'never', 'exclude']),
  a: key,
  b: key,
})

export type StewardFact = z.output<typeof stewardFactSchema>
