import type { Content, FactId, Id, NodeRow } from './storage.ts'

/** One accepted copy of a message. `receivedAt` decides between copies, `t` is the event's time. */
export interface Fact {
  readonly message: string
  readonly receivedAt: number
  readonly t: number
  readonly home: Id
  readonly ids: readonly Id[]
}

export type Facts = Readonly<Record<FactId, Fact>>

/** Person identifiers with their priority; every other identifier is a device. */
const persons: Readonly<Record<Id, number>> = { u: 1, v: 1, e: 2 }

export function factOf(facts: Facts, id: FactId): Fact {
  const fact = facts[id]
  if (fact === undefined) throw new Error(`no fact ${id}`)
  return fact
}

export function beats(facts: Facts, left: FactId, right: FactId): boolean {
  return factOf(facts, left).receivedAt < factOf(facts, right).receivedAt
}

export function othersOf(fact: Fact): Id[] {
  return fact.ids.filter((id) => id !== fact.home)
}

/** Identifiers that a node row leads to. */
export function neighbours(facts: Facts, node: NodeRow): Id[] {
  return [...node.facts.flatMap((id) => factOf(facts, id).ids), ...node.hints]
}

/** What each identifier's row must say, given every fact of its component. Linked is one. */
export function resolve(
  facts: Facts,
  ids: readonly Id[],
  stored: readonly FactId[],
): Record<Id, Content> {
  const contents: Record<Id, Content> = {}
  for (const members of clusters(facts, ids, stored)) {
    const owned = stored.filter((id) => factOf(facts, id).ids.some((one) => members.includes(one)))
    const survivor = canonical(facts, members, owned)
    for (const id of members) {
      if (owned.length === 0) contents[id] = { kind: 'detached' }
      else if (id !== survivor) contents[id] = { kind: 'stub', survivor }
      else contents[id] = { kind: 'profile', members: [...members].sort(), facts: owned.sort() }
    }
  }
  return contents
}

function clusters(facts: Facts, ids: readonly Id[], stored: readonly FactId[]): Id[][] {
  let groups = ids.map((id) => [id])
  for (const fact of stored) {
    const linked = (group: Id[]): boolean =>
      group.some((id) => factOf(facts, fact).ids.includes(id))
    const joined = groups.filter(linked).flat()
    groups = [joined, ...groups.filter((group) => !linked(group))]
  }
  return groups
}

function canonical(facts: Facts, members: readonly Id[], owned: readonly FactId[]): Id {
  const rank = (id: Id): [number, number, string] => {
    const times = owned.filter((fact) => factOf(facts, fact).ids.includes(id))
    const firstSeen = Math.min(...times.map((fact) => factOf(facts, fact).t))
    return [persons[id] ?? 9, firstSeen, id]
  }
  const ranked = members.map(rank).sort((left, right) => {
    return left[0] - right[0] || left[1] - right[1] || (left[2] < right[2] ? -1 : 1)
  })
  return ranked[0]?.[2] ?? ''
}

export function sameContent(left: Content | undefined, right: Content): boolean {
  if (left === undefined) return right.kind === 'detached'
  return JSON.stringify(left) === JSON.stringify(right)
}
