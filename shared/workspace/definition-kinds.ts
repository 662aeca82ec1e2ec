import type * as z from 'zod'
import {
  namespaceDefinitionSchema,
  namespaceShape,
  reservedNamespaces,
} from '../identity/namespace-definition.ts'
import { attributeDefinitionSchema, attributeShape } from '../profiles/attribute-definition.ts'
import { checkAttributes } from '../profiles/check-attributes.ts'
import type { ErrorDetail } from '../platform/errors/errors.ts'
import type { DefinitionKind, Workspace } from './workspace.ts'

/** What the workspace must know about a kind of definition; the schema lies with its feature. */
export interface KindRules {
  /** One of the kind, in messages. */
  readonly title: string
  readonly schema: z.ZodType<object & { readonly name: string }>
  /** The members of a definition, without what must hold between them. */
  readonly shape: z.ZodObject
  readonly example: Readonly<Record<string, unknown>> & { readonly name: string }
  /** What is wrong with a definition beyond its shape, in the workspace that it is to join. */
  readonly check: (body: Readonly<Record<string, unknown>>, workspace: Workspace) => ErrorDetail[]
}

/** Definitions by kind. */
export const kindRules: Readonly<Record<DefinitionKind, KindRules>> = {
  namespaces: {
    title: 'namespace',
    schema: namespaceDefinitionSchema,
    shape: namespaceShape,
    example: { name: 'loyaltyId', kind: 'person', priority: 2, limit: 1 },
    check: ({ name }) =>
      reservedNamespaces.has(String(name))
        ? [
            {
              code: 'InvalidDefinition',
              message: `'${String(name)}' is reserved.`,
              target: '/name',
            },
          ]
        : [],
  },
  attributes: {
    title: 'attribute',
    schema: attributeDefinitionSchema,
    shape: attributeShape,
    example: { name: 'age', type: 'Edm.Int32', survivorship: 'mostRecent' },
    check: (body, { attributes }) => {
      const own = attributeDefinitionSchema.parse(body)
      const others = Object.values(attributes)
        .map((stored) => attributeDefinitionSchema.parse(stored.body))
        .filter(({ name }) => name !== own.name)
      return checkAttributes([own, ...others]).map(({ pointer, message }) => {
        return { code: 'InvalidDefinition', message, target: pointer }
      })
    },
  },
}
