import * as z from 'zod'
import { correctionSchema } from '../identity/correction.ts'
import type { ListedCorrection } from './correction-store.ts'

/** A correction in the shape of the interface. */
export const correctionAnswerSchema = correctionSchema
  .extend({
    id: z.string().meta({ description: 'What `DELETE …/corrections/{correctionId}` takes.' }),
    type: correctionSchema.shape.type.meta({
      description: '`held`: made by Passerby; a link that waits for a steward.',
    }),
    by: z.string().meta({ description: 'Who said so.' }),
    undone: z
      .object({ by: z.string(), at: z.iso.datetime() })
      .nullable()
      .meta({ description: 'Who undid it, and when; else it holds.' }),
  })
  .meta({ id: 'Correction' })

export function correctionAnswer({
  correction,
  undo,
}: ListedCorrection): z.input<typeof correctionAnswerSchema> {
  return { ...correction, undone: undo === undefined ? null : { by: undo.by, at: undo.at } }
}
