import * as z from 'zod'
import { refusalAnswerSchema } from './refusal-answer.ts'

const key = z.string().meta({ description: '`namespace:value`' })
const time = z.iso.datetime()

const evidenceSchema = z
  .object({
    messageId: z.string().optional().meta({ description: 'An event that carries both.' }),
    rule: z.enum(['alwaysMatch', 'unambiguousDevice']).optional().meta({
      description:
        'What says so where no event does: a steward (`correctionId`), or a device that nobody else uses (`device`).',
    }),
    correctionId: z.string().optional(),
    device: key.optional(),
    time,
  })
  .meta({ id: 'LinkEvidence' })

const linkSchema = z
  .object({
    a: key,
    b: key,
    firstSeen: time,
    lastSeen: time,
    evidence: z.array(evidenceSchema).meta({
      description: 'The three earliest and the three latest events, or a rule.',
    }),
  })
  .meta({ id: 'Link', description: 'What makes two identifiers one person.' })

const seenIdentifier = z.object({
  namespace: z.string(),
  value: z.string(),
  firstSeen: time,
  lastSeen: time,
})

const changeSchema = z
  .object({
    time: time.meta({ description: 'When Passerby made the change.' }),
    change: z.enum(['created', 'merged', 'split']),
    from: z.array(z.string()).meta({ description: 'The CustomerIds before.' }),
    because: z
      .object({
        messageIds: z.array(z.string()).optional().meta({ description: 'Up to three events.' }),
        correctionId: z.string().optional(),
        settingsVersion: z.int().optional(),
      })
      .meta({ description: 'What made it change, as far as the worker knew.' }),
  })
  .meta({ id: 'ProfileChange' })

/** Who is one with an identifier, and why. */
export const identityAnswerSchema = z
  .object({
    customerId: z.string().nullable().meta({
      description: 'Null for an identifier that is detached: it owns no activity.',
    }),
    identifiers: z.array(seenIdentifier),
    quarantined: z.array(key).meta({
      description:
        'Those of them that are linked to more others than one person has: they link nothing, and what they would link is listed with the others.',
    }),
    links: z.array(linkSchema).meta({ description: 'What holds them together.' }),
    refused: z.array(refusalAnswerSchema).meta({
      description: 'Links of these identifiers that do not hold, the latest first; at most 500.',
    }),
    refusedCount: z.int(),
    detached: z.array(seenIdentifier).meta({
      description: 'What refused links lead to and what has no profile.',
    }),
    history: z.array(changeSchema).meta({ description: 'Newest first; the latest 20.' }),
  })
  .meta({ id: 'ProfileIdentity' })

export type IdentityAnswer = z.input<typeof identityAnswerSchema>

/** Why two identifiers are, or are not, one person. */
export const comparisonAnswerSchema = z
  .object({
    same: z.boolean(),
    path: z.array(linkSchema).meta({ description: 'What leads from one to the other.' }),
    blockedBy: z.array(refusalAnswerSchema).meta({
      description:
        'What keeps them apart: the links between them that do not hold, and what stewards said. Empty where nothing ever linked them.',
    }),
  })
  .meta({ id: 'IdentityComparison' })

export type ComparisonAnswer = z.input<typeof comparisonAnswerSchema>
export type LinkAnswer = z.input<typeof linkSchema>
