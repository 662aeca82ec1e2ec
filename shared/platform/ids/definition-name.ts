import * as z from 'zod'

/** What a definition may be called, whatever it defines. */
export const definitionName = z
  .string({ error: ({ input }) => (input === undefined ? undefined : 'must be text') })
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
    error: 'must be a letter, then up to 63 letters, digits or _',
    // What cannot be a name is not taken either.
    abort: true,
  })
