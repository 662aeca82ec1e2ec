import * as z from 'zod'
import type { Refusal } from '../identity/explain-identity.ts'
import { identifierKey, type Identifier } from '../identity/identifier.ts'
import type { Correction } from '../identity/correction.ts'
import { refusalKinds, type RefusalReason } from '../identity/refused-link.ts'
import { isoTime } from '../platform/clock/iso-time.ts'

/** Why links do not hold; of excluded ones also by whom. */
const reasonNames = [...refusalKinds, 'detached', 'held'] as const

type ReasonName = (typeof reasonNames)[number]

const key = z.string().meta({ description: '`namespace:value`' })

export const refusalAnswerSchema = z
  .object({
    a: key,
    b: key,
    firstSeen: z.iso.datetime().optional(),
    lastSeen: z.iso.datetime().optional().meta({
      description: 'When events said so; absent where none ever did.',
    }),
    reason: z.enum(reasonNames),
    message: z.string().meta({ description: 'The reason as a sentence.' }),
    namespace: z.string().optional().meta({ description: 'Whose limit it is.' }),
    limit: z.int().optional(),
    identifier: z.string().optional().meta({ description: 'Which one is the cause.' }),
    between: z.array(key).optional().meta({
      description: 'The strongest identifiers of the two that met.',
    }),
    correctionId: z.string().optional().meta({ description: 'What a steward said.' }),
  })
  .meta({ id: 'RefusedLink', description: 'A link that does not hold.' })

export type RefusalAnswer = z.input<typeof refusalAnswerSchema>

export function refusalAnswer({ link, reason, correction }: Refusal): RefusalAnswer {
  const name = reasonName(reason, correction)
  return {
    a: identifierKey(link.a),
    b: identifierKey(link.b),
    firstSeen: isoTime(link.firstSeen),
    lastSeen: isoTime(link.lastSeen),
    reason: name,
    message: sentence(reason, name),
    ...detailsOf(reason),
    ...(correction !== undefined && { correctionId: correction.id }),
  }
}

/** What a steward said against two that nothing else links. */
export function neverAnswer({ id, a, b = '' }: Correction): RefusalAnswer {
  const message = 'A steward says that the two are not one person.'
  return { a, b, reason: 'never', message, correctionId: id }
}

function reasonName({ kind }: RefusalReason, correction: Correction | undefined): ReasonName {
  if (kind !== 'excluded') return kind
  if (correction?.type === 'detach') return 'detached'
  return correction?.type === 'held' ? 'held' : 'excluded'
}

function detailsOf(
  reason: RefusalReason,
): Pick<RefusalAnswer, 'namespace' | 'limit' | 'identifier' | 'between'> {
  const keys = (ends: readonly Identifier[]): string[] => ends.map(identifierKey)
  switch (reason.kind) {
    case 'limit': {
      const { namespace, limit, between } = reason
      return { namespace, limit, between: keys(between) }
    }
    case 'maxIdentifiers':
      return { limit: reason.limit, between: keys(reason.between) }
    case 'quarantined':
    case 'ambiguous':
    case 'replaced':
      return { identifier: identifierKey(reason.identifier) }
    case 'twoPeople':
    case 'never':
      return { between: keys(reason.between) }
    case 'isolated':
    case 'excluded':
      return {}
  }
}

function sentence(reason: RefusalReason, name: ReasonName): string {
  switch (reason.kind) {
    case 'limit':
      return `A profile keeps at most ${reason.limit} of ${reason.namespace}, and together the two would have more.`
    case 'maxIdentifiers':
      return `A profile keeps at most ${reason.limit} identifiers, and together the two would have more.`
    case 'replaced':
      return `${identifierKey(reason.identifier)} was replaced by others at its best owner, and does not fall back to an older one.`
    case 'twoPeople':
      return 'A device never joins two people.'
    case 'quarantined':
      return `${identifierKey(reason.identifier)} is linked to more others than one person has, so it says nothing.`
    case 'ambiguous':
      return `${identifierKey(reason.identifier)} is claimed by several people, so it says nothing about any of them.`
    case 'isolated':
      return 'This workspace keeps devices and people apart.'
    case 'never':
      return 'A steward says that the two are not one person.'
    case 'excluded':
      return excludedSentences[name] ?? 'A steward says that this link says nothing.'
  }
}

const excludedSentences: Partial<Record<ReasonName, string>> = {
  detached: 'A steward detached one of the two; nothing has linked them since.',
  held: 'The link would change many known profiles and waits for a steward.',
}
