/** Workers and the storage they share; every value is plain JSON and is never changed in place. */
export interface Machine<S extends object, W extends object> {
  readonly storage: S
  readonly workers: readonly W[]
  /** One storage call of a worker, or undefined when it has nothing left to do. */
  step(worker: W, storage: S): { storage: S; worker: W; label: string } | undefined
  /** The worker after a crash and redelivery, or undefined when it may not crash (again). */
  crash(worker: W): W | undefined
  /** What a reader would find broken in this storage. */
  broken(storage: S): string | undefined
  /** What is wrong with this storage after all workers have finished. */
  wrong(storage: S): string | undefined
}

export interface Exploration {
  readonly states: number
  readonly finals: number
  /** Steps of the longest run: finite, because a state that leads back to itself is a violation. */
  readonly longest: number
  readonly violation: string | undefined
}

export interface Counterexample {
  readonly violation: string
  readonly trace: readonly string[]
}

interface Edge {
  readonly to: number
  readonly who: number
  readonly label: string
}

const RADIX = 2 ** 26

/** Numbers for values that have the same JSON. */
class Interner<T extends object> {
  readonly #byValue = new WeakMap<T, number>()
  readonly #byJson = new Map<string, number>()
  readonly #values: T[] = []

  id(value: T): number {
    const same = this.#byValue.get(value)
    if (same !== undefined) return same
    const key = JSON.stringify(value)
    const equal = this.#byJson.get(key)
    if (equal !== undefined) return equal
    const id = this.#values.push(value) - 1
    this.#byJson.set(key, id)
    this.#byValue.set(value, id)
    return id
  }

  value(id: number): T {
    return this.#values[id] as T
  }
}

/** Numbers for sequences of numbers of one length. */
class Trie {
  readonly #ids = new Map<number, number>()
  readonly #sequences: (readonly number[])[] = [[]]

  /** The number of a sequence in which `value` stands at `place`. */
  id(sequence: readonly number[], place = -1, value = 0): number {
    let at = 0
    for (let index = 0; index < sequence.length; index += 1) {
      const key = at * RADIX + (index === place ? value : (sequence[index] ?? 0))
      const known = this.#ids.get(key)
      at = known ?? this.#sequences.push(place < 0 ? sequence : sequence.with(place, value)) - 1
      if (known === undefined) this.#ids.set(key, at)
    }
    return at
  }

  value(id: number): readonly number[] {
    return this.#sequences[id] ?? []
  }
}

/**
 * The graph of a machine's states as numbers. Storage and workers are interned apart, and a step depends on one worker
 * and the storage only, so each such pair is executed once however many states it occurs in.
 */
class Graph<S extends object, W extends object> {
  readonly #storages = new Interner<S>()
  readonly #workers = new Interner<W>()
  readonly #crews = new Trie()
  readonly #steps = new Map<
    number,
    { storage: number; worker: number; label: string } | undefined
  >()
  readonly #crashes = new Map<number, number | undefined>()
  readonly #broken = new Map<number, string | undefined>()
  readonly machine: Machine<S, W>
  readonly start: number

  constructor(machine: Machine<S, W>) {
    this.machine = machine
    const crew = machine.workers.map((worker) => this.#workers.id(worker))
    this.start = this.#storages.id(machine.storage) * RADIX + this.#crews.id(crew)
  }

  edges(state: number): Edge[] {
    const storage = Math.floor(state / RADIX)
    const crew = this.#crews.value(state % RADIX)
    const edges: Edge[] = []
    for (const [who, worker] of crew.entries()) {
      const taken = this.#step(storage, worker)
      if (taken === undefined) continue
      const to = taken.storage * RADIX + this.#crews.id(crew, who, taken.worker)
      edges.push({ to, who, label: taken.label })
      const crashed = this.#crash(worker)
      if (crashed === undefined) continue
      edges.push({
        to: storage * RADIX + this.#crews.id(crew, who, crashed),
        who,
        label: 'crash',
      })
    }
    return edges
  }

  violation(state: number, isFinal: boolean): string | undefined {
    const id = Math.floor(state / RADIX)
    if (!this.#broken.has(id)) this.#broken.set(id, this.machine.broken(this.#storages.value(id)))
    const broken = this.#broken.get(id)
    if (broken !== undefined || !isFinal) return broken
    return this.machine.wrong(this.#storages.value(id))
  }

  #step(storage: number, worker: number) {
    const key = storage * RADIX + worker
    if (this.#steps.has(key)) return this.#steps.get(key)
    const taken = this.machine.step(this.#workers.value(worker), this.#storages.value(storage))
    const step = taken && {
      storage: this.#storages.id(taken.storage),
      worker: this.#workers.id(taken.worker),
      label: taken.label,
    }
    this.#steps.set(key, step)
    return step
  }

  #crash(worker: number): number | undefined {
    if (!this.#crashes.has(worker)) {
      const crashed = this.machine.crash(this.#workers.value(worker))
      this.#crashes.set(worker, crashed && this.#workers.id(crashed))
    }
    return this.#crashes.get(worker)
  }
}

/** Visits every reachable state, depth first, until one is in violation. */
export function exploreAll<S extends object, W extends object>(
  machine: Machine<S, W>,
): Exploration {
  const graph = new Graph(machine)
  const height = new Map<number, number>()
  const open = -1
  const path: { state: number; edges: Edge[]; next: number; height: number }[] = []
  let finals = 0
  const enter = (state: number): string | undefined => {
    const edges = graph.edges(state)
    if (edges.length === 0) finals += 1
    height.set(state, open)
    path.push({ state, edges, next: 0, height: 0 })
    return graph.violation(state, edges.length === 0)
  }
  const result = (violation: string | undefined): Exploration => {
    return { states: height.size, finals, longest: height.get(graph.start) ?? 0, violation }
  }

  let violation = enter(graph.start)
  while (violation === undefined) {
    const top = path.at(-1)
    if (top === undefined) return result(undefined)
    const edge = top.edges[top.next]
    if (edge === undefined) {
      path.pop()
      height.set(top.state, top.height)
      const below = path.at(-1)
      if (below !== undefined) below.height = Math.max(below.height, top.height + 1)
      continue
    }
    top.next += 1
    const known = height.get(edge.to)
    if (known === undefined) violation = enter(edge.to)
    else if (known === open) violation = `livelock: ${edge.label} leads back to an earlier state`
    else top.height = Math.max(top.height, known + 1)
  }
  return result(violation)
}

/** The violation that needs the fewest changes between workers (a crash counts as one), or undefined. */
export function findViolation<S extends object, W extends object>(
  machine: Machine<S, W>,
): Counterexample | undefined {
  const graph = new Graph(machine)
  type Visit = { state: number; last: number; edge?: Edge; from?: Visit }
  const seen = machine.workers.map(() => new Set<number>())
  let now: Visit[] = [{ state: graph.start, last: 0 }]
  while (now.length > 0) {
    const later: Visit[] = []
    for (let visit = now.pop(); visit !== undefined; visit = now.pop()) {
      if (seen[visit.last]?.has(visit.state)) continue
      seen[visit.last]?.add(visit.state)
      const edges = graph.edges(visit.state)
      const violation = graph.violation(visit.state, edges.length === 0)
      if (violation !== undefined) return { violation, trace: traceOf(visit) }
      for (const edge of edges) {
        const next: Visit = { state: edge.to, last: edge.who, edge, from: visit }
        const free = edge.who === visit.last && edge.label !== 'crash'
        ;(free ? now : later).push(next)
      }
    }
    now = later
  }
  return undefined
}

function traceOf(visit: { edge?: Edge; from?: unknown }): string[] {
  const trace: string[] = []
  type Linked = { edge?: Edge; from?: Linked }
  for (let at: Linked | undefined = visit as Linked; at?.edge !== undefined; at = at.from) {
    trace.push(`worker ${at.edge.who + 1}: ${at.edge.label}`)
  }
  return trace.reverse()
}
