import type { MessageContent } from './message-content.ts'
import { withApplicationProperties } from './message-content.ts'
import type { Settlement } from '../queue/settle.ts'
import type { DeliveryInternals } from './rhea-surface.ts'
import { typedElements, typedEntries } from './typed-map.ts'
import type { TypedEntries } from './typed-map.ts'

/** The events with which rhea reports a receiver's outcome. */
export const OUTCOMES = ['accepted', 'modified', 'rejected', 'released'] as const

function revision(changes: TypedEntries) {
  return changes.length === 0
    ? undefined
    : (content: MessageContent) => withApplicationProperties(content, changes)
}

function text(entries: TypedEntries, key: string): string | undefined {
  const value = entries.find(([name]) => name === key)?.[1].value
  return typeof value === 'string' ? value : undefined
}

const MARKS = new Set(['DeadLetterReason', 'DeadLetterErrorDescription'])

/** A dead-letter settlement from the entries that came with the rejection. */
export function deadLetterSettlement(entries: TypedEntries): Settlement<MessageContent> {
  return {
    kind: 'dead-letter',
    reason: text(entries, 'DeadLetterReason'),
    description: text(entries, 'DeadLetterErrorDescription'),
    revise: revision(entries.filter(([key]) => !MARKS.has(key))),
  }
}

/** Abandons or defers, with the properties that the receiver changes. */
export function revisingSettlement(
  kind: 'abandon' | 'defer',
  changes: TypedEntries,
): Settlement<MessageContent> {
  return { kind, revise: revision(changes) }
}

/** Translates the outcome that a receiver sent. */
export function settlementOf(
  outcome: (typeof OUTCOMES)[number],
  state: DeliveryInternals['remote_state'],
): Settlement<MessageContent> {
  switch (outcome) {
    case 'accepted':
      return { kind: 'complete' }
    case 'released':
      return { kind: 'release' }
    case 'modified': {
      // Fields: delivery-failed, undeliverable-here, message-annotations.
      const kind = state?.undeliverable_here === true ? 'defer' : 'abandon'
      return revisingSettlement(kind, typedEntries(state?.value[2]))
    }
    case 'rejected': {
      // The only field is the error: condition, description, info.
      const [, , info] = typedElements(state?.value[0])
      return deadLetterSettlement(typedEntries(info))
    }
  }
}
