import { fitsAttribute } from '../profiles/attribute-fact.ts'
import type { AttributeRules } from '../profiles/attribute-rules.ts'
import { readValue } from '../profiles/attribute-value.ts'
import type { UnifiedEvent } from './unified-event.ts'

/** Which attributes may be set, and what their values must be. */
export interface AttributeChecks {
  /** Names that may be stored: the declared ones, and others while there is room. */
  readonly attributeNames: ReadonlySet<string>
  readonly attributeRules: AttributeRules
}

/** Why a trait does not become an attribute, or does not count as one. */
export type AttributeRefusal = 'tooManyNames' | 'tooLong' | 'wrongType' | 'outOfRange'

export interface RefusedAttribute {
  readonly name: string
  readonly reason: AttributeRefusal
}

/** The traits of an event that do not count, with the reasons; the event keeps all of them. */
export function refusedAttributes(
  { traits, time, source, messageId }: UnifiedEvent,
  { attributeNames, attributeRules }: AttributeChecks,
): RefusedAttribute[] {
  const reasonOf = (name: string, value: unknown): AttributeRefusal | undefined => {
    if (!attributeNames.has(name)) return 'tooManyNames'
    if (!fitsAttribute({ name, value, time, source, messageId })) return 'tooLong'
    const read = readValue(attributeRules.ruleOf(name).type, value)
    return read.kind === 'refused' ? read.reason : undefined
  }
  return [...traits].flatMap(([name, value]) => {
    const reason = reasonOf(name, value)
    return reason === undefined ? [] : [{ name, reason }]
  })
}

/** What a refusal is counted under; only declared names, of which there are few, are told apart. */
export function refusalCounter({ name, reason }: RefusedAttribute): string {
  return reason === 'wrongType' || reason === 'outOfRange' ? `${reason}:${name}` : reason
}
