import fc from 'fast-check'
import type * as z from 'zod'
import type { AttributeFact } from '../../shared/profiles/attribute-fact.ts'
import { attributeDefinitionSchema } from '../../shared/profiles/attribute-definition.ts'
import { createAttributeRules, type AttributeRules } from '../../shared/profiles/attribute-rules.ts'
import type { NodeAttribute } from '../../shared/profiles/node-attribute.ts'

export type AttributeInput = z.input<typeof attributeDefinitionSchema>

/** The rules that a workspace with these definitions has. */
export function attributeRules(...definitions: AttributeInput[]): AttributeRules {
  return createAttributeRules(definitions.map((one) => attributeDefinitionSchema.parse(one)))
}

/** A fact; those of different times are of different messages. */
export function aFact(init: Partial<AttributeFact>): AttributeFact {
  const { time = 5 } = init
  return { name: 'plan', value: 'pro', time, source: 'web', messageId: `m${time}`, ...init }
}

/** A fact as the home of its event has it, who is an anonymous visitor unless said otherwise. */
export function aNodeAttribute(init: Partial<NodeAttribute>): NodeAttribute {
  const { time = 5 } = init
  const identifiers = [{ namespace: 'anonymousId', value: 'c1' }]
  return { ...aFact(init), identifiers, since: time, until: time, merged: false, ...init }
}

type Rule = Pick<AttributeInput, 'survivorship' | 'sources' | 'type'>
const rule = fc.constantFrom<Rule>(
  {},
  { type: 'Edm.Int32' },
  { survivorship: 'leastRecent' },
  { survivorship: 'sourcePriority', sources: ['crm', 'app'] },
  { survivorship: 'mostFilled' },
)

/** Rules of the attributes `a` and `b`, alone or as a group. */
export const someRules = fc
  .tuple(rule, rule, fc.boolean())
  .map(([a, b, isGroup]) =>
    attributeRules(
      { name: 'a', ...a, ...(isGroup && { group: 'g' }) },
      { name: 'b', ...(isGroup ? { group: 'g' } : b) },
    ),
  )
