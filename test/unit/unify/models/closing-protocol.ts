import { eventOf, resolve, type Events, type Facts } from './closing-rules.ts'
import * as store from './closing-storage.ts'
import type { Call, HintRows, Id, Node, Row } from './closing-storage.ts'

/** Ways to make the protocol simpler; each of them is a mistake. */
export type Simplification =
  | 'closed whatever the node is by now'
  | 'closed without validating rows'
  | 'no hints of what was read together'
  | 'hints of what was read together after the mark'
  | 'hint row without a second look at the node'
  | 'what was closed since is not read through'
  | 'what was read before is not read again'
  | 'rows of an opened node are not read'
  | 'an open node is not touched by who would open it'
  | 'a link that goes opens nothing'
  | 'a mark holds whatever the rules'

/** What a worker is there for. */
export type Job =
  | { readonly kind: 'event'; readonly name: string }
  /** Allows so many, and computes all again. */
  | { readonly kind: 'rules'; readonly maxFan: number }
  /** Excludes the link of a person with `k`. */
  | { readonly kind: 'exclude'; readonly person: Id }

export interface World {
  readonly events: Events
  readonly without: ReadonlySet<Simplification>
}

/** What goes with a worker from phase to phase: its job, and the rules it began under. */
interface Task {
  readonly job: Job
  readonly maxFan: number
}

interface Materialising extends Task {
  /** Closed later than this: read through. */
  readonly begunAt: number
  readonly seeds: readonly Id[]
  /** What is to be computed after that. */
  readonly later: readonly Id[]
}

interface Writing extends Materialising {
  readonly read: readonly Id[]
  readonly versions: readonly (readonly [Id, number])[]
  readonly writes: readonly (readonly [Id, Row, string])[]
  readonly close: { readonly node: Node; readonly fan: number; readonly rows: HintRows } | null
}

export interface Phases {
  start: { readonly job: Job }
  hint: Task & { readonly home: Id; readonly left: readonly Id[]; readonly isRetry: boolean }
  apply: Task & { readonly home: Id; readonly isRetry: boolean }
  read: Materialising
  write: Writing
  validate: Writing
  close: Writing
  next: Materialising
}
export type Position = { [P in keyof Phases]: { phase: P; args: Phases[P] } }[keyof Phases]
export type Running = Generator<Call<unknown>, Position | 'done', unknown>
export type Phase<P extends keyof Phases> = (args: Phases[P], world: World) => Running

function* call<R>(one: Call<R>): Generator<Call<unknown>, R, unknown> {
  return (yield one) as R
}

const start: Phase<'start'> = function* ({ job }, world) {
  if (job.kind === 'rules') {
    yield* call(store.changeRules(job.maxFan))
    const [first = '', ...later] = yield* call(store.listRows)
    const task = { job, maxFan: job.maxFan, begunAt: 0 }
    return { phase: 'read', args: { ...task, seeds: [first], later } }
  }
  const maxFan = yield* call(store.readMaxFan)
  if (job.kind === 'exclude') {
    yield* exclude(job.person, maxFan, world)
    const seeds = [job.person, 'k']
    return { phase: 'read', args: { job, maxFan, begunAt: 0, seeds, later: [] } }
  }
  const { ids } = eventOf(world.events, job.name)
  const open: Id[] = []
  for (const id of ids) {
    if ((yield* readNode(id, maxFan, world)).closed === null) open.push(id)
  }
  const { home, isRetry } = yield* call(store.claim(job.name, open[0] ?? ids[0] ?? ''))
  const left = ids.filter((id) => id !== home)
  return { phase: 'hint', args: { job, maxFan, home, left, isRetry } }
}

/** A steward's word: first the hint, then the fact, then both ends are opened. */
function* exclude(person: Id, maxFan: number, world: World) {
  yield* changeNode('k', (node) => ({ ...node, hints: store.union(node.hints, [person]) }))
  yield* changeNode(person, (node) => ({ ...node, excluded: [person] }))
  if (world.without.has('a link that goes opens nothing')) return
  for (const id of [person, 'k']) yield* open(id, maxFan, world)
}

function* changeNode(id: Id, change: (node: Node) => Node) {
  for (;;) {
    const node = yield* call(store.readNode(id))
    const changed = change(node)
    if (JSON.stringify(changed) === JSON.stringify(node)) return
    if (yield* call(store.writeNode('note', id, changed))) return
  }
}

/** Takes the mark away unless too many count even now; the version rises, also of an open node. */
function* open(id: Id, maxFan: number, world: World): Generator<Call<unknown>, Node, unknown> {
  for (;;) {
    const node = yield* call(store.readNode(id))
    const isTouched = !world.without.has('an open node is not touched by who would open it')
    if (node.closed === null && !isTouched) return node
    const fan = node.closed === null ? 0 : yield* recount(node, world)
    const closed = node.closed !== null && fan > maxFan ? { ...node.closed, fan } : null
    const opened = { ...node, closed }
    if (yield* call(store.writeNode('open', id, opened))) {
      return { ...opened, version: node.version + 1 }
    }
  }
}

/** How many count at `k` by now. */
function* recount(k: Node, { events }: World) {
  const { passed, unpassed } = yield* call(store.readHintRows('k'))
  const facts: Record<Id, Node> = { k: { ...k, closed: null } }
  const ids = store.union([...neighbours(k, events), ...passed], unpassed)
  for (const id of ids) {
    if (facts[id] !== undefined) continue
    const node = yield* call(store.readNode(id))
    facts[id] = node
    for (const next of neighbours(node, events)) if (!ids.includes(next)) ids.push(next)
  }
  return resolve(events, facts, Infinity).fan
}

/** A node, which is opened where no longer too many share it. */
function* readNode(id: Id, maxFan: number, world: World) {
  const node = yield* call(store.readNode(id))
  const holds = node.closed === null || node.closed.fan > maxFan
  if (holds || world.without.has('a mark holds whatever the rules')) return node
  return yield* open(id, maxFan, world)
}

/** Names the home at the next other identifier; beside a closed one, and then looks again. */
const hint: Phase<'hint'> = function* (args, { without }) {
  const [id, ...left] = args.left
  if (id === undefined) return { phase: 'apply', args }
  const done: Position = { phase: 'hint', args: { ...args, left } }
  const node = yield* call(store.readNode(id))
  if (node.hints.includes(args.home)) return done
  if (node.closed === null) {
    const hinted = { ...node, hints: store.union(node.hints, [args.home]) }
    const isWritten = yield* call(store.writeNode(`hint ${args.home}`, id, hinted))
    return isWritten ? done : { phase: 'hint', args }
  }
  yield* call(store.addHintRows(id, 'unpassed', [args.home]))
  if (without.has('hint row without a second look at the node')) return done
  const { version } = yield* call(store.readNode(id))
  return version === node.version ? done : { phase: 'hint', args }
}

const apply: Phase<'apply'> = function* (args, { events }) {
  const { job, home, maxFan, isRetry } = args
  const name = job.kind === 'event' ? job.name : ''
  const node = yield* call(store.readNode(home))
  if (!node.events.includes(name)) {
    const applied = { ...node, events: store.union(node.events, [name]) }
    const isWritten = yield* call(store.writeNode(`apply ${name}`, home, applied))
    if (!isWritten) return { phase: 'apply', args }
  }
  const { ids: seeds } = eventOf(events, name)
  const begunAt = isRetry ? 0 : Infinity
  return { phase: 'read', args: { job, maxFan, begunAt, seeds, later: [] } }
}

/** Reads all that is connected, up to what is closed and is not read through. */
const read: Phase<'read'> = function* (args, world) {
  const ids = [...args.seeds]
  const rows: [Id, Row][] = []
  const facts: Record<Id, Node> = {}
  let rowsOfK = store.noHintRows
  for (const id of ids) {
    rows.push([id, yield* call(store.readRow(id))])
    const node = yield* readNode(id, args.maxFan, world)
    facts[id] = node
    const isOpen = node.closed === null
    if (isOpen && id === 'k' && !world.without.has('rows of an opened node are not read')) {
      rowsOfK = yield* call(store.readHintRows(id))
    }
    const near = isOpen
      ? [...rowsOfK.passed, ...rowsOfK.unpassed]
      : yield* behind(id, node, args, world)
    if (!isOpen && near === undefined) continue
    for (const next of [...neighbours(node, world.events), ...(near ?? [])]) {
      if (!ids.includes(next)) ids.push(next)
    }
  }
  return {
    phase: 'write',
    args: { ...args, read: ids, ...plan(rows, facts, rowsOfK, args, world) },
  }
}

/** What is read behind a closed node; `undefined` where reading stops. */
function* behind(id: Id, { closed }: Node, { begunAt }: Materialising, { without }: World) {
  const isPassed = closed !== null && closed.at > begunAt
  if (!isPassed || without.has('what was closed since is not read through')) return undefined
  return (yield* call(store.readHintRows(id))).passed
}

function neighbours(node: Node, events: Events): Id[] {
  return [...node.events.flatMap((name) => eventOf(events, name).ids), ...node.hints]
}

function plan(
  rows: readonly (readonly [Id, Row])[],
  facts: Facts,
  rowsOfK: HintRows,
  { maxFan }: Task,
  { events }: World,
): Pick<Writing, 'versions' | 'writes' | 'close'> {
  const { contents, fan } = resolve(events, facts, maxFan)
  const k = facts['k']
  return {
    versions: Object.entries(facts).map(([id, node]) => [id, node.version] as const),
    writes: rows.flatMap(([id, row]) => {
      const content = contents[id] ?? ''
      return row.content === content ? [] : [[id, row, content] as const]
    }),
    close:
      k !== undefined && k.closed === null && fan > maxFan ? { node: k, fan, rows: rowsOfK } : null,
  }
}

const write: Phase<'write'> = function* (args, { without }) {
  const [next, ...writes] = args.writes
  if (next === undefined) {
    const isHasty = without.has('closed without validating rows')
    return { phase: isHasty ? 'close' : 'validate', args }
  }
  const isWritten = yield* call(store.writeRow(...next))
  return isWritten ? { phase: 'write', args: { ...args, writes } } : again(args, without)
}

const validate: Phase<'validate'> = function* (args, { without }) {
  const [noted, ...versions] = args.versions
  if (noted === undefined) return { phase: 'close', args }
  const { version } = yield* call(store.readNode(noted[0]))
  const isSame = version === noted[1]
  return isSame ? { phase: 'validate', args: { ...args, versions } } : again(args, without)
}

/** What was read once is read again: rows may have been written that only this worker knows of. */
function again(
  { job, maxFan, begunAt, seeds, later, read: ids }: Writing,
  without: World['without'],
): Position {
  const isForgetful = without.has('what was read before is not read again')
  const known = isForgetful ? seeds : store.union(seeds, ids)
  return { phase: 'read', args: { job, maxFan, begunAt, seeds: known, later } }
}

/** Closes `k` if it is what the rows rest on; before that, what was read through it gets rows. */
const close: Phase<'close'> = function* (args, { without }) {
  const next: Position = { phase: 'next', args }
  if (args.close === null) return next
  const { node, fan, rows } = args.close
  const hints = store.union([...node.hints, ...rows.passed], rows.unpassed)
  const at = yield* call(store.readTime)
  const closed = { ...node, hints: [], closed: { fan, at } }
  const isLate = without.has('hints of what was read together after the mark')
  const isBlind = without.has('closed whatever the node is by now')
  const kind = without.has('no hints of what was read together') ? 'unpassed' : 'passed'
  if (!isLate) yield* call(store.addHintRows('k', kind, hints))
  yield* call(store.writeNode(`close for ${fan}`, 'k', closed, isBlind))
  if (isLate) yield* call(store.addHintRows('k', kind, hints))
  return next
}

/** The next profile; at the end the receipt, if the rules are what they were at the begin. */
const next: Phase<'next'> = function* (args) {
  const { job, maxFan, begunAt } = args
  const [first, ...later] = args.later
  if (first !== undefined) {
    return { phase: 'read', args: { job, maxFan, begunAt, seeds: [first], later } }
  }
  const now = yield* call(store.readMaxFan)
  return now === maxFan ? 'done' : { phase: 'start', args: { job } }
}

export const phases: { readonly [P in keyof Phases]: Phase<P> } = {
  ...{ start, hint, apply, read, write, validate, close, next },
}
