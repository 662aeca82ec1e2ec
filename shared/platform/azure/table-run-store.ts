import type * as z from 'zod'
import {
  jobSchema,
  ledgerSchema,
  sweepMarkSchema,
  type Job,
  type RunStore,
} from '../../jobs/run-store.ts'
import { timeKey } from '../../profiles/activity.ts'
import { TransientError } from '../errors/errors.ts'
import { packJson, unpackJson } from './packed-json.ts'
import type { RowWrite, StoredRow, Table } from './table.ts'

const jobs = 'jobs'
const running = 'running'
const marks = 'marks'
const generationsMark = 'generations'
const mostAttempts = 50

/**
 * Table `runs`: jobs (newest first), which job of each kind runs, and marks. A job's row is written
 * before the row that makes it the running one, so a crash in between leaves no running job that
 * nobody can find.
 */
export function tableRunStore(table: Table, generation: number): RunStore {
  const sweepMark = generation === 0 ? 'sweep' : `sweep-${generation}`
  const readRow = async (jobId: string): Promise<StoredRow | undefined> => {
    const rows = await table.list(jobs)
    return rows.find(({ rowKey }) => rowKey.endsWith(`-${jobId}`))
  }
  const read = async (jobId: string): Promise<Job | undefined> => {
    const row = await readRow(jobId)
    return row === undefined ? undefined : storedJob(row)
  }
  return {
    read,
    start: async (job) => {
      const claim: RowWrite = {
        kind: 'insert',
        rowKey: job.operationType,
        cells: { jobId: job.jobId },
      }
      await table.write(jobs, [{ kind: 'insert', rowKey: rowKeyOf(job), cells: packJson(job) }])
      await forgetOld(table)
      if ((await table.write(running, [claim])).kind === 'written') return undefined
      const holder = await table.get(running, job.operationType)
      // Our own insert may have succeeded without an answer.
      if (holder?.cells['jobId'] === job.jobId) return undefined
      const other = holder && (await read(String(holder.cells['jobId'])))
      if (holder !== undefined && other?.status !== 'running') {
        // The holder ended without giving the place back: its worker died in between.
        const take: RowWrite = { ...claim, kind: 'replace', etag: holder.etag }
        if ((await table.write(running, [take])).kind === 'written') return undefined
      }
      await table.write(jobs, [{ kind: 'delete', rowKey: rowKeyOf(job), etag: '*' }])
      return other ?? job
    },
    update: async (job, change) => {
      const updated = await changeRow(table, rowKeyOf(job), change)
      if (updated !== undefined && updated.status !== 'running') await giveBack(table, updated)
      return updated
    },
    running: async () => {
      const all = (await table.list(jobs)).map(storedJob)
      return all.filter(({ status }) => status === 'running')
    },
    latest: async (top) => (await table.list(jobs, { top })).map(storedJob),
    readMark: () => readMark(table, sweepMark, sweepMarkSchema),
    moveMark: (mark, etag) => writeMark(table, sweepMark, { mark, etag }),
    readLedger: async () => {
      const stored = await readMark(table, generationsMark, ledgerSchema)
      return stored && { ledger: stored.mark, etag: stored.etag }
    },
    moveLedger: (mark, etag) => writeMark(table, generationsMark, { mark, etag }),
  }
}

async function readMark<T>(
  table: Table,
  rowKey: string,
  schema: z.ZodType<T>,
): Promise<{ readonly mark: T; readonly etag: string } | undefined> {
  const row = await table.get(marks, rowKey)
  return row && { mark: schema.parse(unpackJson(row.cells)), etag: row.etag }
}

async function writeMark(
  table: Table,
  rowKey: string,
  { mark, etag }: { readonly mark: unknown; readonly etag: string | undefined },
): Promise<boolean> {
  const cells = packJson(mark)
  const write: RowWrite =
    etag === undefined
      ? { kind: 'insert', rowKey, cells }
      : { kind: 'replace', rowKey, cells, etag }
  return (await table.write(marks, [write])).kind === 'written'
}

/** Changes a job from the state that is stored, however often others change it. */
async function changeRow(
  table: Table,
  rowKey: string,
  change: (job: Job) => Job | undefined,
): Promise<Job | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const row = await table.get(jobs, rowKey)
    const job = row && storedJob(row)
    // Whoever ended the job has the last word.
    const next = job?.status === 'running' ? change(job) : undefined
    if (row === undefined || next === undefined) return undefined
    const write: RowWrite = { kind: 'replace', rowKey, cells: packJson(next), etag: row.etag }
    if ((await table.write(jobs, [write])).kind === 'written') return next
  }
  throw new TransientError({ code: 'Contention', message: 'A job changes too often to write.' })
}

/** Makes room for the next job of a kind. */
async function giveBack(table: Table, { jobId, operationType }: Job): Promise<void> {
  const holder = await table.get(running, operationType)
  if (holder?.cells['jobId'] !== jobId) return
  await table.write(running, [{ kind: 'delete', rowKey: operationType, etag: holder.etag }])
}

/** So many jobs are remembered; a running one always is. */
const mostJobs = 200

async function forgetOld(table: Table): Promise<void> {
  const old = (await table.list(jobs)).slice(mostJobs)
  for (const { rowKey, etag } of old.filter((row) => storedJob(row).status !== 'running')) {
    await table.write(jobs, [{ kind: 'delete', rowKey, etag }])
  }
}

function rowKeyOf(job: Pick<Job, 'jobId' | 'startedAt'>): string {
  return `${timeKey(job.startedAt)}-${job.jobId}`
}

function storedJob(row: StoredRow): Job {
  return jobSchema.parse(unpackJson(row.cells))
}
