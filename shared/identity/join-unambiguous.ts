import type { ClusterSets } from './cluster-sets.ts'
import type { JoinState } from './join-links.ts'
import type { GraphEdge, LinkGraph } from './link-graph.ts'
import type { Namespaces } from './namespaces.ts'

/** Two people who became one because a device says so and nothing says otherwise. */
export interface DeviceJoin {
  readonly device: number
  readonly a: number
  readonly b: number
}

/**
 * Rule 7: joins two people who share a device, where by devices neither has any other neighbour
 * and they have no person namespace in common: a guest who left an e-mail and later signed up
 * without it. Each can only be joined to one other, so the order does not matter.
 */
export function joinUnambiguous(
  namespaces: Namespaces,
  { graph, sets }: JoinState,
  edges: readonly GraphEdge[],
): DeviceJoin[] {
  const haveNamespaceInCommon = (a: number, b: number): boolean => {
    const others = sets.counts(b)
    return [...sets.counts(a).keys()].some((name) => others.has(name) && namespaces.isPerson(name))
  }
  const neighbours = onlyNeighbours(peopleOfDevices(graph, sets, edges))
  const joins: DeviceJoin[] = []
  for (const [a, found] of neighbours) {
    if (found === 'several') continue
    const { other: b, device } = found
    const back = neighbours.get(b)
    const isMutual = back !== undefined && back !== 'several' && back.other === a
    if (!isMutual || a > b || haveNamespaceInCommon(a, b)) continue
    if (sets.obstacle(a, b) === undefined) joins.push({ device, a, b })
  }
  // Decided on the people as they were; only then made one.
  for (const { a, b } of joins) sets.join(a, b)
  return joins
}

/** The people (by the number of their cluster) that each device is linked to or is one with. */
function peopleOfDevices(
  { nodes }: LinkGraph,
  sets: ClusterSets,
  edges: readonly GraphEdge[],
): Map<number, Set<number>> {
  const people = new Map<number, Set<number>>()
  const note = (device: number, cluster: number): void => {
    const found = people.get(device) ?? new Set()
    people.set(device, found.add(cluster))
  }
  for (const [number, { isPerson }] of nodes.entries()) {
    if (!isPerson && sets.hasPerson(number)) note(number, sets.find(number))
  }
  for (const { stronger, weaker } of edges) {
    const [isPerson, isOtherPerson] = [nodes[stronger]?.isPerson, nodes[weaker]?.isPerson]
    if (isPerson === true && isOtherPerson === false) note(weaker, sets.find(stronger))
    if (isPerson === false && isOtherPerson === true) note(stronger, sets.find(weaker))
  }
  return people
}

type Neighbour = { readonly other: number; readonly device: number } | 'several'

function onlyNeighbours(people: ReadonlyMap<number, ReadonlySet<number>>): Map<number, Neighbour> {
  const neighbours = new Map<number, Neighbour>()
  const note = (person: number, other: number, device: number): void => {
    const known = neighbours.get(person)
    if (known === undefined) neighbours.set(person, { other, device })
    else if (known !== 'several' && known.other !== other) neighbours.set(person, 'several')
    else if (known !== 'several' && device < known.device) neighbours.set(person, { other, device })
  }
  for (const [device, found] of people) {
    const [a, b] = found
    if (a === undefined || b === undefined) continue
    if (found.size > 2) {
      for (const person of found) neighbours.set(person, 'several')
    } else {
      note(a, b, device)
      note(b, a, device)
    }
  }
  return neighbours
}
