import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clusterIdentifiers,
  type ClusterFacts,
  type Clustering,
} from '../../../shared/identity/cluster-identifiers.ts'
import { connectIdentifiers } from './connect-identifiers.ts'
import {
  identifierKey,
  parseIdentifierKey,
  type Identifier,
} from '../../../shared/identity/identifier.ts'
import { linkKey, linkOf, type IdentityLink } from '../../../shared/identity/identity-link.ts'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import {
  defaultNamespaces,
  namespaceDefinitionSchema,
} from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import type { ResolutionRules } from '../../../shared/identity/resolve-identity.ts'
import type { StewardFact } from '../../../shared/identity/steward-fact.ts'
import { foldEvents, historyRules } from '../../../shared/identity/fold-events.ts'
import type { PlainWorld } from './naive-identity.ts'
import { identityEvents, keysOf, rulesOf, world } from './random-world.ts'

function factsOf(given: PlainWorld, rules: ResolutionRules): ClusterFacts {
  const events = identityEvents(given.events, rules)
  const nodes = foldEvents(events, rules.namespaces, historyRules(rules))
  return {
    identifiers: nodes.map(({ identifier }) => identifier),
    links: nodes.flatMap(({ links }) => links),
    stewardFacts: given.facts,
  }
}

/** Runs a law over clusterings of random facts. */
function always(
  law: (input: { facts: ClusterFacts; rules: ResolutionRules; result: Clustering }) => void,
) {
  fc.assert(
    fc.property(world, (given) => {
      const rules = rulesOf(given)
      const facts = factsOf(given, rules)
      law({ facts, rules, result: clusterIdentifiers(facts, rules) })
    }),
    { numRuns: 300 },
  )
}

describe('clustering', () => {
  it('puts every identifier into exactly one cluster', () => {
    always(({ facts, result }) => {
      const held = result.clusters.flatMap(({ members }) => members.map(identifierKey))
      const all = [...facts.identifiers, ...facts.links.flatMap(({ a, b }) => [a, b])]
      expect(held.sort()).toEqual([...new Set(all.map(identifierKey))].sort())
    })
  })

  it('accepts or refuses every link, once, and accepted ones lie in their cluster', () => {
    always(({ facts, result }) => {
      const accepted = result.clusters.flatMap(({ links }) => links.map(linkKey))
      const refused = result.refused.map(({ link }) => linkKey(link))
      const all = new Set(facts.links.map(linkKey))
      expect([...accepted, ...refused].sort()).toEqual([...all].sort())
      for (const { members, links } of result.clusters) {
        const keys = new Set(members.map(identifierKey))
        for (const { a, b } of links) {
          expect([keys.has(identifierKey(a)), keys.has(identifierKey(b))]).toEqual([true, true])
        }
      }
    })
  })

  it('is held together by what it names', () => {
    always(({ result }) => {
      for (const cluster of result.clusters) {
        expect(connected(cluster.members, heldBy(cluster)), keysOf(cluster.members)).toBe(true)
      }
    })
  })

  it('never joins two people by a device, unless the workspace allows it', () => {
    always(({ rules, result }) => {
      if (rules.settings.deviceMerge === 'allow') return
      const isPerson = ({ namespace }: Identifier): boolean => rules.namespaces.isPerson(namespace)
      for (const cluster of result.clusters) {
        const people = cluster.members.filter(isPerson)
        const bonds = [
          ...cluster.links.filter(({ a, b }) => isPerson(a) && isPerson(b)),
          ...cluster.always.map(asLink),
          ...cluster.joins.map(({ people: [a, b] }) => between(a, b)),
        ]
        // What a steward says of a device may hold two people together.
        if (cluster.always.length === 0) expect(connected(people, bonds)).toBe(true)
      }
    })
  })

  it('keeps the limits, where no steward says otherwise', () => {
    always(({ facts, rules, result }) => {
      if (facts.stewardFacts.some(({ type }) => type === 'always')) return
      for (const { members } of result.clusters) {
        expect(members.length).toBeLessThanOrEqual(rules.settings.maxIdentifiers ?? Infinity)
        for (const { namespace } of members) {
          const values = members.filter((other) => other.namespace === namespace)
          const { limit } = rules.namespaces.definition(namespace)
          expect(values.length).toBeLessThanOrEqual(limit ?? Infinity)
        }
      }
    })
  })

  it('does not depend on the order of facts, nor on repeats', () => {
    always(({ facts, rules, result }) => {
      const again = clusterIdentifiers(
        {
          identifiers: [...facts.identifiers, ...facts.identifiers].reverse(),
          links: [...facts.links, ...facts.links].reverse(),
          stewardFacts: facts.stewardFacts,
        },
        rules,
      )
      expect(again).toEqual(result)
    })
  })

  it('splits what a steward says is not one, and joins what is', () => {
    always(({ facts, result }) => {
      const clusterOf = (key: string) =>
        result.clusters.findIndex(({ members }) =>
          members.some((item) => identifierKey(item) === key),
        )
      const isAlone = facts.stewardFacts.length === 1
      for (const fact of facts.stewardFacts) {
        if (fact.type === 'detach') continue
        const { type, a, b } = fact
        if (clusterOf(a) < 0 || clusterOf(b) < 0) continue
        if (type === 'always') expect(clusterOf(a)).toBe(clusterOf(b))
        if (type === 'never' && isAlone) expect(clusterOf(a)).not.toBe(clusterOf(b))
      }
    })
  })
})

function asLink({ a, b }: { readonly a: string; readonly b: string }): IdentityLink {
  return between(parse(a), parse(b))
}

function between(a: Identifier, b: Identifier): IdentityLink {
  return linkOf(a, b, { messageId: '', time: 0 })
}

function parse(key: string): Identifier {
  return parseIdentifierKey(key) ?? { namespace: key, value: '' }
}

function heldBy({ links, always: facts, joins }: Clustering['clusters'][number]): IdentityLink[] {
  const joined = joins.map(({ people: [a, b] }) => between(a, b))
  return [...links, ...facts.map(asLink), ...joined]
}

/** True when bonds make one of these identifiers; others may stand between them. */
function connected(identifiers: readonly Identifier[], bonds: readonly IdentityLink[]): boolean {
  const [first] = identifiers
  if (first === undefined) return true
  const wanted = new Set(identifiers.map(identifierKey))
  const group = connectIdentifiers(identifiers, bonds).find((members) =>
    members.some((member) => identifierKey(member) === identifierKey(first)),
  )
  return [...wanted].every((key) => group?.some((member) => identifierKey(member) === key))
}

describe('a refused link says what it ran into', () => {
  const [u1, u2, e, d] = ['userId:1', 'userId:2', 'email:e', 'anonymousId:d'].map(parse) as [
    Identifier,
    Identifier,
    Identifier,
    Identifier,
  ]
  const seen = (x: Identifier, y: Identifier, time: number) =>
    linkOf(x, y, { messageId: `m${time}`, time })
  const run = (
    links: IdentityLink[],
    {
      facts = [],
      settings = {},
      email = {},
    }: {
      facts?: StewardFact[]
      settings?: Partial<typeof defaultIdentitySettings>
      email?: object
    } = {},
  ) => {
    const others = defaultNamespaces.filter(({ name }) => name !== 'email')
    const namespaces = createNamespaces([
      ...others,
      namespaceDefinitionSchema.parse({ name: 'email', kind: 'person', priority: 2, ...email }),
    ])
    return clusterIdentifiers(
      { identifiers: [], links, stewardFacts: facts },
      { namespaces, settings: { ...defaultIdentitySettings, ...settings } },
    ).refused.map(({ link, reason }) => [linkKey(link).replace('\n', ' '), reason])
  }

  it('the limit of a namespace', () => {
    expect(run([seen(u1, e, 1), seen(u2, e, 2)])).toEqual([
      ['email:e userId:1', { kind: 'limit', namespace: 'userId', limit: 1, between: [u1, u2] }],
    ])
  })

  it('a newer value in its place, and then no second choice', () => {
    const newer = parse('email:new')
    const links = [seen(u1, newer, 9), seen(u1, e, 5), seen(u2, e, 1)]
    expect(run(links, { email: { limit: 1 } })).toEqual([
      ['email:e userId:1', { kind: 'limit', namespace: 'email', limit: 1, between: [u1, e] }],
      ['email:e userId:2', { kind: 'replaced', identifier: e }],
    ])
  })

  it('another person on the device', () => {
    expect(run([seen(u1, d, 1), seen(u2, d, 2)])).toEqual([
      ['anonymousId:d userId:1', { kind: 'twoPeople', between: [u1, u2] }],
    ])
  })

  it('the most identifiers of a profile', () => {
    const old = parse('anonymousId:old')
    const links = [seen(u1, e, 1), seen(u1, d, 2), seen(u1, old, 1)]
    expect(run(links, { settings: { maxIdentifiers: 3 } })).toEqual([
      ['anonymousId:old userId:1', { kind: 'maxIdentifiers', limit: 3, between: [u1, old] }],
    ])
  })

  it('what a steward says', () => {
    const never = { type: 'never', a: 'userId:1', b: 'email:e' } as const
    expect(run([seen(u1, e, 1)], { facts: [never] })).toEqual([
      ['email:e userId:1', { kind: 'never', fact: [u1, e], between: [u1, e] }],
    ])
    const exclude = { type: 'exclude', a: 'email:e', b: 'userId:1' } as const
    expect(run([seen(u1, e, 1)], { facts: [exclude] })).toEqual([
      ['email:e userId:1', { kind: 'excluded' }],
    ])
  })

  it('an identifier that says nothing about anybody', () => {
    const links = [seen(u1, e, 1), seen(u2, e, 2)]
    expect(run(links, { email: { maxFan: 1 } })).toEqual([
      ['email:e userId:1', { kind: 'quarantined', identifier: e }],
      ['email:e userId:2', { kind: 'quarantined', identifier: e }],
    ])
    expect(run(links, { email: { onConflict: 'ambiguous' } })).toEqual([
      ['email:e userId:1', { kind: 'ambiguous', identifier: e }],
      ['email:e userId:2', { kind: 'ambiguous', identifier: e }],
    ])
  })

  it('devices and people that are kept apart', () => {
    expect(run([seen(u1, d, 1)], { settings: { deviceHistory: 'isolated' } })).toEqual([
      ['anonymousId:d userId:1', { kind: 'isolated' }],
    ])
  })
})
