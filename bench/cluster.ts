import { clusterIdentifiers } from '../shared/identity/cluster-identifiers.ts'
import type { Identifier } from '../shared/identity/identifier.ts'
import { linkOf, type IdentityLink } from '../shared/identity/identity-link.ts'
import { defaultIdentitySettings } from '../shared/identity/identity-settings.ts'
import { defaultNamespaces } from '../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../shared/identity/namespaces.ts'
import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { percentile } from './measure/percentile.ts'
import { timesOf } from './measure/timed.ts'

/** How long it takes to cluster one connected component. */
export const clusterBenchmark: Benchmark = { name: 'cluster', run }

const rules = {
  namespaces: createNamespaces(defaultNamespaces),
  settings: defaultIdentitySettings,
}

async function run({ quick, say }: Session): Promise<BenchResult> {
  say('clustering …')
  const sizes = [10, 1000, 10_000]
  const rows = []
  for (const size of sizes) {
    const links = chainOfPeople(size)
    const facts = { identifiers: [], links, stewardFacts: [] }
    const runs = quick ? 3 : size > 1000 ? 10 : 50
    const times = await timesOf(runs, async () => clusterIdentifiers(facts, rules))
    const name = `cluster: a component of ${size} identifiers, ${links.length} links, p50`
    const budget = size === 10_000 ? { budget: { atMost: 500 } } : {}
    rows.push({ name, value: percentile(times, 0.5), unit: 'ms', ...budget })
  }
  return { rows, matrices: [] }
}

/**
 * People with two e-mails and two cookies each, who all share a cookie with the next one and an
 * e-mail with the one after: links of every kind, accepted and refused, in one piece.
 */
function chainOfPeople(size: number): IdentityLink[] {
  const people = Math.round(size / 5)
  const link = (a: Identifier, b: Identifier, time: number): IdentityLink =>
    linkOf(a, b, { messageId: `${time}`, time })
  return Array.from({ length: people }, (_, person) => {
    const user = id('userId', person)
    const next = (step: number): number => (person + step) % people
    return [
      link(user, id('email', `${person}a`), person),
      link(user, id('email', `${person}b`), person + 1),
      link(user, id('email', `${next(2)}b`), person + 2),
      link(user, id('anonymousId', `${person}a`), person + 3),
      link(user, id('anonymousId', `${person}b`), person + 4),
      link(user, id('anonymousId', `${next(1)}b`), person + 5),
      link(id('anonymousId', `${person}a`), id('anonymousId', `${person}b`), person + 6),
    ]
  }).flat()
}

function id(namespace: string, value: string | number): Identifier {
  return { namespace, value: String(value) }
}
