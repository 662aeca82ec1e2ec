import type { NamespaceDefinition } from '../../../shared/identity/namespace-definition.ts'
import type { ResolutionRules } from '../../../shared/identity/resolve-identity.ts'
import type { StewardFact } from '../../../shared/identity/steward-fact.ts'

/** An event with identifiers as `namespace:value`; time in milliseconds. */
export interface PlainEvent {
  readonly messageId: string
  readonly time: number
  readonly ids: readonly string[]
  readonly alias: readonly string[]
  readonly logout: boolean
}

export interface PlainWorld {
  readonly events: readonly PlainEvent[]
  readonly definitions: readonly NamespaceDefinition[]
  readonly settings: ResolutionRules['settings']
  readonly facts: readonly StewardFact[]
}

type Ids = Set<string>
const MINUTE = 60_000

/**
 * The rules once more, as slow and as close to their text as can be: sets of text, every question
 * answered by going through all events.
 */
export function naiveIdentity(world: PlainWorld) {
  const def = (id: string) =>
    world.definitions.find(({ name }) => id.startsWith(`${name}:`)) as NamespaceDefinition
  const isPerson = (id: string) => def(id).kind === 'person'
  const isStronger = (a: string, b: string) =>
    def(a).priority !== def(b).priority ? def(a).priority < def(b).priority : a < b
  const strongestFirst = (ids: Iterable<string>) =>
    [...ids].sort((a, b) => (isStronger(a, b) ? -1 : 1))
  const says = (type: string, a: string, b: string) =>
    world.facts.some(
      (f) =>
        f.type === type &&
        f.type !== 'detach' &&
        ((f.a === a && f.b === b) || (f.a === b && f.b === a)),
    )
  const isDetached = (id: string, until: number) =>
    world.facts.some((f) => f.type === 'detach' && f.a === id && until <= f.at)

  // Rule 2
  const events = world.events.filter((e) =>
    world.definitions.every((d) => {
      const most = d.maxPerEvent ?? (d.limit === 1 ? 1 : Infinity)
      return e.ids.filter((id) => def(id) === d).length <= most
    }),
  )
  // Rule 3: weaker end, stronger end, first and last time.
  const times = new Map<string, number[]>()
  const all: Ids = new Set()
  for (const e of events) {
    if (e.ids.length === 0) continue
    for (const id of [...e.ids, ...e.alias]) all.add(id)
    for (const a of e.ids) {
      for (const b of [...e.ids, ...e.alias]) {
        if (a === b || (e.ids.includes(b) && !isStronger(a, b))) continue
        const key = strongestFirst([a, b]).join(' ')
        times.set(key, [...(times.get(key) ?? []), e.time])
      }
    }
  }
  let links = [...times].map(([key, seen]) => {
    const [s, w] = key.split(' ') as [string, string]
    return { s, w, first: Math.min(...seen), last: Math.max(...seen) }
  })
  const isExcluded = ({ s, w, last }: (typeof links)[number]) =>
    says('exclude', s, w) || isDetached(s, last) || isDetached(w, last)
  const excluded = new Set(
    links.filter(isExcluded).flatMap(({ s, w }) => [`${s} ${w}`, `${w} ${s}`]),
  )
  links = links.filter((link) => !isExcluded(link))
  // Rule 4
  const topPerson = Math.min(
    ...world.definitions.filter((d) => d.kind === 'person').map((d) => d.priority),
  )
  const quarantined = new Set(
    [...all].filter((id) => {
      const others = links.flatMap(({ s, w }) => (s === id ? [w] : w === id ? [s] : []))
      const counted = others.filter((other) =>
        isPerson(other) ? isStronger(other, id) : !isPerson(id) || def(id).priority === topPerson,
      )
      return counted.length > (def(id).maxFan ?? Infinity)
    }),
  )
  links = links.filter(({ s, w }) => !quarantined.has(s) && !quarantined.has(w))

  // Rules 5 to 8, on a list of sets.
  const unite = (sets: Ids[], a: string, b: string): Ids[] => {
    const touched = sets.filter((set) => set.has(a) || set.has(b))
    const rest = sets.filter((set) => !touched.includes(set))
    return [...rest, new Set(touched.flatMap((set) => [...set]))]
  }
  const always = world.facts.flatMap((f) => (f.type === 'always' ? [f] : []))
  let groups: Ids[] = [...new Set([...all, ...always.flatMap(({ a, b }) => [a, b])])].map(
    (id) => new Set([id]),
  )
  for (const { a, b } of always) groups = unite(groups, a, b)
  const setOf = (sets: Ids[], id: string) => sets.find((set) => set.has(id)) as Ids
  const brokenBy = (x: Ids, y: Ids): string | undefined => {
    const both = [...x, ...y]
    if ([...x].some((a) => [...y].some((b) => says('never', a, b)))) return 'never'
    const over = world.definitions
      .filter((d) => {
        const values = both.filter((id) => def(id) === d).map((id) => setOf(groups, id))
        return new Set(values).size > (d.limit ?? Infinity)
      })
      .sort((a, b) => (isStronger(`${a.name}:`, `${b.name}:`) ? -1 : 1))
    if (over[0] !== undefined) return over[0].name
    return both.length > (world.settings.maxIdentifiers ?? Infinity) ? 'maxIdentifiers' : undefined
  }
  const hasPerson = (set: Ids) => [...set].some(isPerson)
  type Link = (typeof links)[number]
  const ordered = (list: Link[]) => {
    const recency = ({ w, first, last }: Link) =>
      def(w).onConflict === 'keepFirst' ? first : -last
    const devices = ({ s, w }: Link) => (isPerson(s) || isPerson(w) ? 0 : 1)
    return [...list].sort(
      (x, y) =>
        def(x.w).priority - def(y.w).priority ||
        devices(x) - devices(y) ||
        (def(x.w).name < def(y.w).name ? -1 : def(x.w).name > def(y.w).name ? 1 : 0) ||
        recency(x) - recency(y) ||
        def(x.s).priority - def(y.s).priority ||
        (x.w < y.w ? -1 : x.w > y.w ? 1 : 0) ||
        (x.s < y.s ? -1 : 1),
    )
  }
  const pass = (sets: Ids[], list: Link[], replaced: Ids, mayJoinPeople: boolean): Ids[] => {
    for (const { s, w } of ordered(list)) {
      const [x, y] = [setOf(sets, s), setOf(sets, w)]
      if (x === y || (isPerson(s) && replaced.has(w))) continue
      if (!mayJoinPeople && hasPerson(x) && hasPerson(y)) continue
      const broken = brokenBy(x, y)
      if (broken === undefined) sets = unite(sets, s, w)
      else if (broken === def(w).name) replaced.add(w)
    }
    return sets
  }
  const isUndecided = (id: string) => def(id).onConflict === 'ambiguous'
  const ofPeople = ({ s, w }: Link) => isPerson(s) && isPerson(w)
  const people = pass(
    groups,
    links.filter((l) => ofPeople(l) && !isUndecided(l.s) && !isUndecided(l.w)),
    new Set(),
    true,
  )
  const ambiguous = new Set(
    [...all].filter(isUndecided).filter((id) => {
      const others = links.flatMap(({ s, w }) => (s === id ? [w] : w === id ? [s] : []))
      const persons = others.filter((other) => isPerson(other) && !isUndecided(other))
      return new Set(persons.map((other) => setOf(people, other))).size > 1
    }),
  )
  links = links.filter(({ s, w }) => !ambiguous.has(s) && !ambiguous.has(w))
  if (world.settings.deviceHistory === 'isolated') {
    links = links.filter(({ s, w }) => isPerson(s) === isPerson(w))
  }
  let sets = groups
  const replaced: Ids = new Set()
  if (world.settings.deviceMerge === 'allow') {
    sets = pass(sets, links, replaced, true)
  } else {
    sets = pass(sets, links.filter(ofPeople), replaced, true)
    // Rule 7
    const devices = [...new Set(sets.flatMap((set) => [...set]))].filter((id) => !isPerson(id))
    const before = sets
    const peopleOn = (device: string) => {
      const linked = links.flatMap(({ s, w }) =>
        s === device && isPerson(w) ? [w] : w === device && isPerson(s) ? [s] : [],
      )
      return new Set([device, ...linked].map((id) => setOf(before, id)).filter(hasPerson))
    }
    const neighboursOf = (set: Ids) => {
      const near = devices.map(peopleOn).filter((on) => on.has(set))
      return new Set(near.flatMap((on) => [...on]).filter((other) => other !== set))
    }
    for (const x of before.filter(hasPerson)) {
      const [y, ...more] = neighboursOf(x)
      if (y === undefined || more.length > 0) continue
      const [back, ...others] = neighboursOf(y)
      if (back !== x || others.length > 0) continue
      const names = [...x].filter(isPerson).map((id) => def(id).name)
      const isCommon = [...y].some((id) => isPerson(id) && names.includes(def(id).name))
      if (isCommon || brokenBy(x, y) !== undefined) continue
      const [a, b] = [[...x][0] ?? '', [...y][0] ?? '']
      if (setOf(sets, a) !== setOf(sets, b)) sets = unite(sets, a, b)
    }
    sets = pass(
      sets,
      links.filter((l) => !ofPeople(l)),
      replaced,
      false,
    )
  }
  const clusters = sets
    .map((set) => [...set].filter((id) => all.has(id)).sort())
    .filter((set) => set.length > 0)

  // Rule 9
  const isTrusted = (id: string) => !quarantined.has(id) && !ambiguous.has(id)
  const personIn = (e: PlainEvent) =>
    strongestFirst(e.ids).find((id) => isPerson(id) && isTrusted(id))
  const nameOf = (id: string) => clusters.find((set) => set.includes(id))?.join(' ') ?? ''
  const ownerOf = (e: PlainEvent): string | undefined => {
    if (e.ids.length === 0) return undefined
    const person = personIn(e)
    if (person !== undefined) return nameOf(person)
    const trusted = strongestFirst(e.ids).filter(isTrusted)
    if (world.settings.deviceHistory === 'timeSliced') {
      for (const device of trusted) {
        const owner = personAt(device, e.time)
        if (owner !== undefined) return owner
      }
    }
    if (e.ids.length > 1 && e.ids.every((id) => quarantined.has(id))) return undefined
    return nameOf(
      trusted[0] ?? strongestFirst(e.ids).find((id) => !quarantined.has(id)) ?? e.ids[0] ?? '',
    )
  }
  // Who must never be one with somebody is parted from all of hers.
  const isOneWith = (id: string, other: string) =>
    id === other || (nameOf(id) !== '' && nameOf(id) === nameOf(other))
  const isKeptFrom = (device: string, id: string) =>
    world.facts.some(
      (f) =>
        f.type === 'never' &&
        ((f.a === device && isOneWith(id, f.b)) ||
          (f.b === device && isOneWith(id, f.a)) ||
          (f.a === id && isOneWith(device, f.b)) ||
          (f.b === id && isOneWith(device, f.a))),
    )
  const personAt = (device: string, time: number): string | undefined => {
    const on = events
      .filter((e) => e.ids.includes(device))
      .sort((a, b) => a.time - b.time || Number(a.logout) - Number(b.logout))
    const visits: PlainEvent[][] = []
    for (const e of on) {
      const previous = visits.at(-1)?.at(-1)
      const isSame =
        previous !== undefined &&
        e.time - previous.time <= world.settings.visitGap * MINUTE &&
        (!previous.logout || previous.time === e.time)
      if (isSame) visits.at(-1)?.push(e)
      else visits.push([e])
    }
    const loginsOf = (list: PlainEvent[]) =>
      list
        .flatMap((e) => {
          const login = strongestFirst(e.ids).find(
            (id) =>
              isPerson(id) &&
              isTrusted(id) &&
              !excluded.has(`${device} ${id}`) &&
              !isKeptFrom(device, id),
          )
          return login === undefined ? [] : [{ time: e.time, login }]
        })
        .filter(({ time: t, login }, _, found) =>
          found.every((other) => other.time !== t || !isStronger(other.login, login)),
        )
    const logins = loginsOf(on)
    if (logins.length === 0) return undefined
    const same = loginsOf(visits.find((visit) => visit.some((e) => e.time === time)) ?? [])
    const inVisit = same.filter((l) => l.time <= time).at(-1) ?? same.find((l) => l.time > time)
    if (inVisit !== undefined) return nameOf(inVisit.login)
    const last = logins.filter((l) => l.time < time).at(-1)
    const logout = on.filter((e) => e.logout && e.time < time).at(-1)
    const isOut = logout !== undefined && (last === undefined || logout.time >= last.time)
    if (isOut && world.settings.onLogout === 'newAnonymous') return `${device}@${logout.time}`
    return nameOf((last ?? logins[0])?.login ?? '')
  }
  return {
    clusters: clusters.map((set) => set.join(' ')).sort(),
    owners: new Map(events.map((e) => [e.messageId, ownerOf(e)])),
    quarantined: [...quarantined].sort(),
    ambiguous: [...ambiguous].sort(),
  }
}
