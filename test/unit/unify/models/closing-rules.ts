import type { Event, Id, Node, Storage } from './closing-storage.ts'

export type Events = Readonly<Record<string, Event>>

const isPerson = (id: Id): boolean => id.startsWith('u')

/** What is known of each identifier that was read. */
export type Facts = Readonly<Record<Id, Node>>

export interface Resolved {
  readonly contents: Readonly<Record<Id, string>>
  /** How many people count at `k`; it is quarantined when these are too many. */
  readonly fan: number
}

/**
 * What the rows must say. Whoever used `k` last has what nobody signed at it, unless too many use
 * it: then that is its own. A closed `k` has too many, whoever of them is known.
 */
export function resolve(events: Events, facts: Facts, maxFan: number): Resolved {
  const stored = Object.values(facts).flatMap((node) => node.events)
  const known = [...new Set(stored)].map((name) => ({ name, ...eventOf(events, name) }))
  const excluded = Object.values(facts).flatMap((node) => node.excluded)
  const logins = known
    .filter(({ ids }) => ids.includes('k') && ids.some(isPerson))
    .map(({ ids, t }) => ({ person: ids.find(isPerson) ?? '', t }))
    .filter(({ person }) => !excluded.includes(person))
    .sort((x, y) => y.t - x.t)
  const fan = new Set(logins.map(({ person }) => person)).size
  const isShared = fan > maxFan || (facts['k']?.closed ?? null) !== null
  const owner = isShared ? 'k' : (logins[0]?.person ?? 'k')
  const ownerOf = ({ ids }: Event): Id => ids.find(isPerson) ?? owner
  const contents = Object.keys(facts).map((id) => {
    const own = known.filter((event) => ownerOf(event) === id).map(({ name }) => name)
    const person = known.find(({ ids }) => ids[0] === id && id !== 'k')?.ids.find(isPerson)
    const lead = id === 'k' ? owner : (person ?? id)
    const stub = lead === id ? '' : `stub of ${lead}`
    return [id, own.length > 0 ? `profile of ${own.sort().join()}` : stub] as const
  })
  return { contents: Object.fromEntries(contents), fan }
}

export function eventOf(events: Events, name: string): Event {
  const event = events[name]
  if (event === undefined) throw new Error(`no event ${name}`)
  return event
}

/** What is wrong once all workers have finished. */
export function wrongEnd(events: Events, storage: Storage): string | undefined {
  const { nodes, rows, maxFan, homes, hintRows } = storage
  const open = Object.entries(nodes).map(([id, node]) => [id, { ...node, closed: null }] as const)
  const { contents, fan } = resolve(events, Object.fromEntries(open), maxFan)
  if ((nodes['k']?.closed ?? null) !== null && fan <= maxFan) return `k stays closed with ${fan}`
  for (const [id, content] of Object.entries(contents)) {
    const found = rows[id]?.content ?? ''
    if (found !== content) return `row ${id} is "${found}", not "${content}"`
  }
  for (const [name, { ids }] of Object.entries(events)) {
    const home = homes[name]
    if (home === undefined || !nodes[home]?.events.includes(name)) return `${name} is nowhere`
    for (const id of ids.filter((one) => one !== home)) {
      const { passed = [], unpassed = [] } = hintRows[id] ?? {}
      const hints = [...(nodes[id]?.hints ?? []), ...passed, ...unpassed]
      if (!hints.includes(home)) return `${id} has no hint of ${home}`
    }
  }
  return undefined
}
