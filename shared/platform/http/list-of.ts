import * as z from 'zod'

/** The shape of every list: `{ "value": [...] }`. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ value: z.array(item) })
}
