import { describe, expect, it } from 'vitest'
import { chooseHome } from '../../../shared/identity/choose-home.ts'
import { parseIdentifierKey } from '../../../shared/identity/identifier.ts'
import {
  defaultNamespaces,
  namespaceDefinitionSchema,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'

const namespaces = createNamespaces([
  ...defaultNamespaces,
  namespaceDefinitionSchema.parse({
    name: 'card',
    kind: 'person',
    priority: 4,
    maxPerEvent: 2,
  }),
])

/** Identifiers as `namespace:value`, sorted as an event has them. */
function homeOf(...keys: string[]): string | undefined {
  const identifiers = keys
    .map((key) => parseIdentifierKey(key) ?? { namespace: key, value: '' })
    .sort(namespaces.compareStrength)
  const home = chooseHome(namespaces, { identifiers, previous: [] })
  return home && `${home.namespace}:${home.value}`
}

describe('the home of an event', () => {
  it.each<[string, string[], string | undefined]>([
    ['the device', ['userId:u', 'anonymousId:a'], 'anonymousId:a'],
    ['the strongest device', ['anonymousId:a', 'deviceId:d'], 'deviceId:d'],
    ['a configured device before one never seen', ['tv:t', 'anonymousId:a'], 'anonymousId:a'],
    ['a device never seen before a person', ['tv:t', 'userId:u'], 'tv:t'],
    ['the first device by value', ['deviceId:b', 'deviceId:a'], 'deviceId:a'],
    ['the strongest person without a device', ['email:e', 'userId:u', 'phone:p'], 'userId:u'],
    ['the first person by value', ['email:b', 'email:a'], 'email:a'],
    ['nothing without an identifier', [], undefined],
  ])('is %s', (_name, keys, home) => {
    expect(homeOf(...keys)).toBe(home)
    expect(homeOf(...keys.reverse())).toBe(home)
  })

  it('is nothing when it names two users: nobody can tell whose it is', () => {
    expect(homeOf('userId:u1', 'userId:u2', 'anonymousId:a')).toBeUndefined()
  })

  it('is nothing with more values of a namespace than it may carry', () => {
    expect(homeOf('card:1', 'card:2', 'anonymousId:a')).toBe('anonymousId:a')
    expect(homeOf('card:1', 'card:2', 'card:3', 'anonymousId:a')).toBeUndefined()
  })
})
