import { describe, expect, it } from 'vitest'
import { parseCorrection } from '../../../../shared/corrections/parse-correction.ts'
import { createNamespaces } from '../../../../shared/identity/namespaces.ts'
import { identitySettingsSchema } from '../../../../shared/identity/identity-settings.ts'
import {
  defaultNamespaces,
  namespaceDefinitionSchema,
} from '../../../../shared/identity/namespace-definition.ts'
import { attributeDefinitionSchema } from '../../../../shared/profiles/attribute-definition.ts'
import { parseDefinition } from '../../../../shared/workspace/parse-definition.ts'

describe('what is wrong with a definition', () => {
  const namespace = { name: 'crmId', kind: 'person', priority: 2 }
  it.each([
    [null, 'The definition: must be an object.'],
    [{ ...namespace, kind: undefined }, '`/kind`: is needed: one of person, device.'],
    [{ ...namespace, kind: 'robot' }, '`/kind`: must be one of person, device.'],
    [{ ...namespace, priority: undefined }, '`/priority`: is needed.'],
    [{ ...namespace, priority: '2' }, '`/priority`: must be a number.'],
    [{ ...namespace, priority: 1.5 }, '`/priority`: must be a whole number.'],
    [{ ...namespace, priority: 0 }, '`/priority`: must be at least 1.'],
    [{ ...namespace, priority: 1001 }, '`/priority`: must be at most 1000.'],
    [{ ...namespace, blocked: [1] }, '`/blocked/0`: must be text.'],
  ])('is said of the namespace %j', (body, message) => {
    expect(() => parseDefinition(namespaceDefinitionSchema, body)).toThrow(message)
  })

  it.each([
    [identitySettingsSchema, { visitGap: 0 }, '`/visitGap`: must be more than 0.'],
    [identitySettingsSchema, { logoutEvents: 'bye' }, '`/logoutEvents`: must be a list.'],
    [
      attributeDefinitionSchema,
      { name: 'a', sources: [''] },
      '`/sources/0`: must be the name of a source.',
    ],
    [attributeDefinitionSchema, { name: 'a', public: 1 }, '`/public`: must be `true` or `false`.'],
  ])('is said of other kinds, too', (schema, body, message) => {
    expect(() => parseDefinition(schema, body)).toThrow(message)
  })

  it('says once that a name is none', () => {
    const parsed = attributeDefinitionSchema.safeParse({ name: 'first name' })
    expect(parsed.error?.issues).toHaveLength(1)
  })
})

describe('what is wrong with a correction', () => {
  const detach = { type: 'detach', a: 'userId:x', reason: 'r' }
  it.each([
    [{ ...detach, reason: undefined }, '`/reason` is needed.'],
    [{ ...detach, reason: 'r'.repeat(1001) }, '`/reason` must have at most 1000 characters.'],
    [{ ...detach, by: 7 }, '`/by` must be text.'],
  ])('is said', (body, message) => {
    const namespaces = createNamespaces(defaultNamespaces)
    expect(() => parseCorrection(namespaces, body)).toThrow(message)
  })
})
