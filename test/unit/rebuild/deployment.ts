import { everyMinute } from '../../../shared/jobs/every-minute.ts'
import { readJob, runJob, startJob } from '../../../shared/jobs/jobs.ts'
import type { OperationType } from '../../../shared/jobs/job-kinds.ts'
import type { Job } from '../../../shared/jobs/run-store.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import type { Context } from '../../../shared/workspace/context.ts'
import { currentContext, tablesAt } from '../../doubles/memory-generations.ts'
import { interceptStorage, type Interceptor } from '../../doubles/storage-calls.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { logCalls, type LoggedInit } from '../../factories/calls.ts'

const straight: Interceptor = (_name, call) => call()

/** A deployment in memory with its workers; each looks up what holds, as the functions do. */
export function memoryDeployment(storage: MemoryStorage = memoryStorage()) {
  const clock = testContext(storage)
  const current = async (intercept: Interceptor = straight): Promise<Context> => {
    const wrap = interceptStorage(intercept)
    return currentContext(storage, { ...testContext(storage, wrap), now: clock.now }, wrap)
  }
  /** Works off what is in the queue, again and again until it is empty. */
  const workOff = async (): Promise<void> => {
    for (let round = 0; storage.eventQueue.blobs.size > 0; round += 1) {
      if (round > 50) throw new Error('the queue never becomes empty')
      const [...blobs] = storage.eventQueue.blobs
      const outcomes = await unifyBlobs(await current(), blobs)
      for (const [blob, { kind }] of outcomes) {
        if (kind === 'done') storage.eventQueue.blobs.delete(blob)
      }
    }
  }
  return {
    storage,
    advance: clock.advance,
    current,
    workOff,
    /** Collects calls and works them off. */
    receive: async (calls: readonly LoggedInit[]): Promise<void> => {
      storage.eventQueue.blobs.add(logCalls(storage, calls))
      await workOff()
    },
    start: async (type: OperationType): Promise<string> =>
      (await startJob(await current(), type)).jobId,
    /** One message of a job; it dies where a storage call never comes back. */
    turn: async (jobId: string, intercept: Interceptor = straight): Promise<void> =>
      runJob(await current(intercept), jobId, () => Promise.resolve()),
    job: async (jobId: string): Promise<Job> => readJob(await current(), jobId),
    /** What runs every minute, and what it sent to the queue. */
    minute: async (): Promise<void> => {
      clock.advance(60_000)
      await everyMinute(await current())
      await workOff()
    },
    generation: async (): Promise<number> =>
      (await (await current()).workspaceStore.readPointer()).pointer.generation,
    tables: (generation: number) => ({ tables: tablesAt(storage, generation) }),
  }
}

export type MemoryDeployment = ReturnType<typeof memoryDeployment>

/** A worker that is dead from its n-th storage call on. */
export function dyingAt(call: number): { readonly intercept: Interceptor; calls: () => number } {
  let calls = 0
  return {
    calls: () => calls,
    intercept: async (name, work) => {
      calls += 1
      if (calls >= call) throw new Error(`dead at ${name}`)
      return work()
    },
  }
}

/** Runs a job to its end, whatever becomes of its workers. */
export async function endOf(deployment: MemoryDeployment, jobId: string): Promise<Job> {
  for (let turn = 0; turn < 20; turn += 1) {
    await deployment.turn(jobId)
    const job = await deployment.job(jobId)
    if (job.status !== 'running') return job
    await deployment.minute()
    deployment.advance(2 * 60_000)
  }
  throw new Error('the job never ends')
}
