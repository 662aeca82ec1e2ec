import * as z from 'zod'

/** A call that was refused, and why. */
export const rejectedCallSchema = z
  .object({
    index: z.int().meta({ description: 'Its place in the request, from 0.' }),
    messageId: z.string().optional(),
    code: z.string().meta({ description: 'An `ErrorCode`.' }),
    message: z.string(),
    docs: z.url().meta({ description: 'Where this code is explained.' }),
  })
  .meta({ id: 'RejectedCall' })

/** The answer to a request of which something was accepted. */
export const collectAnswerSchema = z
  .object({
    success: z.literal(true),
    accepted: z.int().meta({ description: 'How many calls are durable now.' }),
    rejected: z.array(rejectedCallSchema),
  })
  .meta({ id: 'CollectAnswer' })
