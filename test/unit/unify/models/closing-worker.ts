import type { Machine } from './explore.ts'
import {
  phases,
  type Job,
  type Phase,
  type Position,
  type Simplification,
  type World,
} from './closing-protocol.ts'
import { wrongEnd, type Events } from './closing-rules.ts'
import type { Call, Storage } from './closing-storage.ts'

/** Where the phase of a worker began, and the answers it has had since. */
interface Worker {
  readonly job: Job
  readonly crashes: number
  readonly position: Position | 'done'
  readonly answers: readonly unknown[]
}

/** Workers with a job each; what is in `before` was done by one worker alone, long ago. */
export interface Scenario {
  readonly events: Events
  readonly maxFan: number
  readonly before: readonly Job[]
  readonly jobs: readonly Job[]
  /** How often each worker may crash. */
  readonly crashes: readonly number[]
}

const aWorker = (job: Job, crashes: number): Worker => {
  return { job, crashes, position: { phase: 'start', args: { job } }, answers: [] }
}

/** The call a worker is about to make, or where it goes after its last answer. */
function resume({ position, answers }: Worker, world: World): Call<unknown> | Position | 'done' {
  if (position === 'done') return 'done'
  const running = (phases[position.phase] as Phase<typeof position.phase>)(position.args, world)
  let next = running.next()
  for (const answer of answers) next = running.next(answer)
  return next.value
}

/** Enters phases until one makes a call. */
function settleDown(worker: Worker, world: World): Worker {
  const next = resume(worker, world)
  if (next === 'done') return { ...worker, position: 'done', answers: [] }
  return 'run' in next ? worker : settleDown({ ...worker, position: next, answers: [] }, world)
}

function stepper(world: World) {
  return (worker: Worker, storage: Storage) => {
    const next = resume(worker, world)
    if (next === 'done' || !('run' in next)) return undefined
    const [after, answer] = next.run(storage)
    const answered = { ...worker, answers: [...worker.answers, answer] }
    return { storage: after, worker: settleDown(answered, world), label: next.label }
  }
}

function crash({ job, crashes, position, answers }: Worker): Worker | undefined {
  const isUntouched = position === 'done' || (position.phase === 'start' && answers.length === 0)
  return crashes === 0 || isUntouched ? undefined : aWorker(job, crashes - 1)
}

function doAlone(jobs: readonly Job[], storage: Storage, world: World): Storage {
  const step = stepper(world)
  let after = storage
  for (const job of jobs) {
    let worker = aWorker(job, 0)
    for (let next = step(worker, after); next !== undefined; next = step(worker, after)) {
      after = next.storage
      worker = next.worker
    }
  }
  return after
}

export function closingMachine(
  { events, maxFan, before, jobs, crashes }: Scenario,
  ...simplifications: Simplification[]
): Machine<Storage, Worker> {
  const world: World = { events, without: new Set(simplifications) }
  const empty = { maxFan, time: 0, nodes: {}, hintRows: {}, rows: {}, homes: {} }
  const storage = doAlone(before, empty, { events, without: new Set() })
  return {
    storage: { ...storage, time: 1 },
    workers: jobs.map((job, index) => aWorker(job, crashes[index] ?? 0)),
    step: stepper(world),
    crash,
    broken: () => undefined,
    wrong: (end) => wrongEnd(events, end),
  }
}
