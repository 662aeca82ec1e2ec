import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareText,
  identifierKey,
  parseIdentifierKey,
} from '../../../shared/identity/identifier.ts'
import {
  defaultNamespaces,
  namespaceDefinitionSchema,
  namespaceName,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { createNodeIdOf, parseNodeId } from '../../../shared/identity/node-id.ts'
import { testRoot } from '../../doubles/test-context.ts'

describe('the text form of an identifier', () => {
  it('reads back, whatever the value', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const identifier = { namespace: 'crm', value }
        expect(parseIdentifierKey(identifierKey(identifier))).toEqual(identifier)
      }),
    )
  })

  it.each(['', 'x', ':x'])('is not %j', (key) => {
    expect(parseIdentifierKey(key)).toBeUndefined()
  })
})

it('text is ordered by code unit, not by language', () => {
  expect(['ä', 'b', 'A', '10', '9', '\u{1f600}', '\uffff'].sort(compareText)).toEqual([
    '10',
    '9',
    'A',
    'b',
    'ä',
    '\u{1f600}',
    '\uffff',
  ])
})

describe('namespaces', () => {
  const namespaces = createNamespaces(defaultNamespaces)

  it('have the defaults of the design', () => {
    const table = defaultNamespaces.map(({ name, kind, priority, limit, onConflict }) => [
      name,
      kind,
      priority,
      limit,
      onConflict,
    ])
    expect(table).toEqual([
      ['userId', 'person', 1, 1, 'moveToLatest'],
      ['email', 'person', 2, 5, 'moveToLatest'],
      ['phone', 'person', 3, 5, 'moveToLatest'],
      ['deviceId', 'device', 4, 5, 'moveToLatest'],
      ['anonymousId', 'device', 5, 5, 'moveToLatest'],
    ])
  })

  it.each(['neverSeen', 'constructor', 'toString', '__proto__'])(
    'never configured, as %s, are the weakest devices',
    (name) => {
      expect(namespaces.definition(name)).toMatchObject({
        name,
        kind: 'device',
        limit: 5,
        onConflict: 'keepFirst',
      })
      const other = { namespace: 'anonymousId', value: 'z' }
      expect(namespaces.compareStrength(other, { namespace: name, value: 'a' })).toBeLessThan(0)
    },
  )

  it('have names that fit into paths, queries and expressions', () => {
    for (const name of ['a', 'A_9', 'a'.repeat(64)]) {
      expect(namespaceName.safeParse(name).success).toBe(true)
    }
    for (const name of ['', '_a', '1a', 'a-b', 'a:b', 'ä', 'a'.repeat(65), 'a\n']) {
      expect(namespaceName.safeParse(name).success, name).toBe(false)
    }
  })

  it('are refused when a definition has a member that is none', () => {
    const definition = { name: 'x', kind: 'person', priority: 1 }
    expect(namespaceDefinitionSchema.safeParse(definition).success).toBe(true)
    expect(namespaceDefinitionSchema.safeParse({ ...definition, limits: 1 }).success).toBe(false)
  })
})

describe('the CustomerId that an identifier gives', () => {
  const nodeIdOf = createNodeIdOf(testRoot)

  it('is a UUIDv5 of its text form under the root of the workspace', () => {
    const id = nodeIdOf({ namespace: 'userId', value: 'u1' })
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(nodeIdOf({ namespace: 'userId', value: 'u1' })).toBe(id)
    expect(nodeIdOf({ namespace: 'email', value: 'u1' })).not.toBe(id)
    const elsewhere = createNodeIdOf('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
    expect(elsewhere({ namespace: 'userId', value: 'u1' })).not.toBe(id)
  })

  it('is read in any case, and nothing else is', () => {
    const id = nodeIdOf({ namespace: 'userId', value: 'u1' })
    expect(parseNodeId(id.toUpperCase())).toBe(id)
    for (const text of ['', 'u1', `${id}0`, `{${id}}`, id.replaceAll('-', '')]) {
      expect(parseNodeId(text)).toBeUndefined()
    }
  })
})
