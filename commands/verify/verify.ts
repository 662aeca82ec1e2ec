import { plainText } from '../terminal/plain-text.ts'
import type { JobApi, JobReply, JobState } from './job-api.ts'
import type { JobProgress } from './progress.ts'
import { readResult, resultLines } from './result.ts'

/** What verify depends on. */
export interface VerifyInputs {
  readonly api: JobApi
  readonly progress: JobProgress
  /** A line on standard output. */
  print(line: string): void
  /** A line for people, on standard error. */
  say(line: string): void
  sleep(ms: number): Promise<void>
}

const askEveryMs = 500
/** A Passerby that restarts is away for a while. */
const mostAway = 60

/** Starts the job, follows it and prints its result; answers the exit code. */
export async function verify(
  { url, json }: { readonly url: string; readonly json: boolean },
  { api, progress, print, say, sleep }: VerifyInputs,
): Promise<number> {
  const started = await api.start('verify')
  if (started.kind !== 'job') {
    const hint = 'Start Passerby with npm start, or give its address with --url.'
    say(plainText(`${url}: ${started.reason}.${started.kind === 'away' ? ` ${hint}` : ''}`))
    return 1
  }
  const ended = await follow(started.job, { api, progress, sleep })
  progress.done()
  if (ended.kind !== 'job') {
    say(plainText(`${url}: ${ended.reason}. The job ${started.job.jobId} may still run.`))
    return 1
  }
  const { status, error, result } = ended.job
  if (status !== 'succeeded') {
    say(plainText(`The verification ${status}${error === undefined ? '.' : `: ${error}`}`))
    return 1
  }
  const read = readResult(result)
  if (json) print(JSON.stringify(result, undefined, 2))
  else for (const line of resultLines(read)) print(plainText(line))
  return read.ok ? 0 : 1
}

/** The job at its end, or why it cannot be told. */
async function follow(
  first: JobState,
  { api, progress, sleep }: Pick<VerifyInputs, 'api' | 'progress' | 'sleep'>,
): Promise<JobReply> {
  let job = first
  let away = 0
  while (job.status === 'running') {
    progress.update(job)
    await sleep(askEveryMs)
    const reply = await api.read(job.jobId)
    if (reply.kind === 'job') job = reply.job
    away = reply.kind === 'job' ? 0 : away + 1
    if (reply.kind === 'hopeless' || away > mostAway) return reply
  }
  return { kind: 'job', job }
}
