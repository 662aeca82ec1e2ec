import { attributeDefinitionSchema } from '../profiles/attribute-definition.ts'
import { createAttributeRules, type AttributeRules } from '../profiles/attribute-rules.ts'
import type { Workspace } from './workspace.ts'

/** The rules that the active definitions of a workspace give its attributes. */
export function attributeRulesIn({ attributes }: Pick<Workspace, 'attributes'>): AttributeRules {
  const active = Object.values(attributes).filter((definition) => definition.active)
  return createAttributeRules(active.map(({ body }) => attributeDefinitionSchema.parse(body)))
}
