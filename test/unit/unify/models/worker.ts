import { applyAtHome, decide, hint, takeOut } from './applying.ts'
import type { Machine } from './explore.ts'
import type { Facts } from './facts.ts'
import { read, validate, write } from './materialising.ts'
import { broken, wrong } from './oracle.ts'
import type { Reader } from './oracle.ts'
import { finish, settle } from './owed.ts'
import type { Phase, Phases, Position, Setting, Simplification } from './protocol.ts'
import { emptyStorage } from './storage.ts'
import type { Call, FactId, Storage } from './storage.ts'

const phases: { readonly [P in keyof Phases]: Phase<P> } = {
  decide,
  hint,
  applyAtHome,
  takeOut,
  read,
  write,
  validate,
  settle,
  finish,
}

/** A generator cannot be copied, so a worker is where its phase began and the answers it has had since. */
export interface Worker {
  /** Messages still to process; the first one is under way. */
  readonly copies: readonly FactId[]
  readonly crashes: number
  readonly position: Position | 'done'
  readonly answers: readonly unknown[]
}

/** Workers over the facts of a scenario; `before` was processed by one worker alone. */
export interface Scenario {
  readonly facts: Facts
  readonly before?: readonly FactId[]
  readonly workers: readonly (readonly FactId[])[]
  /** How often each worker may crash. */
  readonly crashes: readonly number[]
  readonly reader: Reader
}

function startOf(copies: readonly FactId[]): Position | 'done' {
  const [fact] = copies
  return fact === undefined ? 'done' : { phase: 'decide', args: { fact } }
}

function aWorker(copies: readonly FactId[], crashes: number): Worker {
  return { copies, crashes, position: startOf(copies), answers: [] }
}

/** The call a worker is about to make, or where it goes after its last answer. */
function resume(worker: Worker, setting: Setting): Call<unknown> | Position | 'done' {
  if (worker.position === 'done') return 'done'
  const { phase, args } = worker.position
  const running = (phases[phase] as Phase<typeof phase>)(args, setting)
  let next = running.next()
  for (const answer of worker.answers) next = running.next(answer)
  return next.value
}

/** Enters phases until one makes a call. */
function settleDown(worker: Worker, setting: Setting): Worker {
  const next = resume(worker, setting)
  if (next === 'done') {
    if (worker.copies.length === 0) return worker
    return settleDown(aWorker(worker.copies.slice(1), worker.crashes), setting)
  }
  return 'run' in next ? worker : settleDown({ ...worker, position: next, answers: [] }, setting)
}

function stepper(setting: Setting) {
  const pending = new WeakMap<Worker, Call<unknown> | Position | 'done'>()
  return (worker: Worker, storage: Storage) => {
    const next = pending.get(worker) ?? resume(worker, setting)
    pending.set(worker, next)
    if (next === 'done' || !('run' in next)) return undefined
    const [after, answer] = next.run(storage)
    const answered = { ...worker, answers: [...worker.answers, answer] }
    return { storage: after, worker: settleDown(answered, setting), label: next.label }
  }
}

function crash(worker: Worker): Worker | undefined {
  const isUntouched = worker.position !== 'done' && worker.position.phase === 'decide'
  if (worker.crashes === 0 || worker.copies.length === 0) return undefined
  if (isUntouched && worker.answers.length === 0) return undefined
  return aWorker(worker.copies, worker.crashes - 1)
}

/** What one worker alone makes of these copies. */
export function processAlone(setting: Setting, copies: readonly FactId[]): Storage {
  const step = stepper(setting)
  let storage = emptyStorage
  let worker = aWorker(copies, 0)
  for (let next = step(worker, storage); next !== undefined; next = step(worker, storage)) {
    storage = next.storage
    worker = next.worker
  }
  return storage
}

export function machineOf(
  scenario: Scenario,
  ...simplifications: Simplification[]
): Machine<Storage, Worker> {
  const { facts, before = [], workers, crashes, reader } = scenario
  const setting: Setting = { facts, without: new Set(simplifications) }
  const done = [...before, ...workers.flat()]
  return {
    storage: processAlone({ facts, without: new Set() }, before),
    workers: workers.map((copies, index) => aWorker(copies, crashes[index] ?? 0)),
    step: stepper(setting),
    crash,
    broken: (storage) => broken(storage, reader),
    wrong: (storage) => wrong(facts, done, storage),
  }
}
