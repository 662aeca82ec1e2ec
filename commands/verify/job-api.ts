import * as z from 'zod'
import { networkReason } from '../load/network-reason.ts'
import { unusableAnswer } from '../terminal/unusable-answer.ts'

/** A Passerby with a key of its administrators. */
export interface JobTarget {
  /** Without a slash at the end. */
  readonly url: string
  readonly key: string
}

const jobSchema = z.looseObject({
  jobId: z.string(),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  stage: z.string().optional(),
  progress: z.object({ done: z.number(), total: z.number() }),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.string().optional(),
})

/** A job as it is answered. */
export type JobState = z.output<typeof jobSchema>

export type JobReply =
  | { readonly kind: 'job'; readonly job: JobState }
  /** It may answer later. */
  | { readonly kind: 'away'; readonly reason: string }
  | { readonly kind: 'hopeless'; readonly reason: string }

export interface JobApi {
  /** Starts a job, or answers the one of its kind that runs. */
  start(operationType: string): Promise<JobReply>
  read(jobId: string): Promise<JobReply>
}

const longestRequestMs = 30_000
const errorSchema = z.object({ error: z.object({ code: z.string(), target: z.string() }) })

export function createJobApi({ url, key }: JobTarget): JobApi {
  const ask = async (method: string, path: string): Promise<JobReply | Response> => {
    try {
      return await fetch(`${url}/v1/instances/default/workflows/main/jobs${path}`, {
        method,
        headers: { 'x-functions-key': key },
        redirect: 'manual',
        signal: AbortSignal.timeout(longestRequestMs),
      })
    } catch (error) {
      return { kind: 'away', reason: networkReason(error) }
    }
  }
  const read = async (jobId: string): Promise<JobReply> => {
    const answer = await ask('GET', `/${encodeURIComponent(jobId)}`)
    return answer instanceof Response ? readReply(answer.status, await answer.text()) : answer
  }
  return {
    read,
    start: async (operationType) => {
      const query = `?operationType=${encodeURIComponent(operationType)}`
      const answer = await ask('POST', query)
      if (!(answer instanceof Response)) return answer
      const body = await answer.text()
      const running = answer.status === 409 ? runningJob(body) : undefined
      return running === undefined ? readReply(answer.status, body) : read(running)
    },
  }
}

function runningJob(body: string): string | undefined {
  const error = errorSchema.safeParse(parseJson(body)).data?.error
  return error?.code === 'JobRunning' ? error.target : undefined
}

function readReply(status: number, body: string): JobReply {
  const job = jobSchema.safeParse(parseJson(body))
  if ((status === 200 || status === 202) && job.success) return { kind: 'job', job: job.data }
  const known = unusableAnswer(status)
  if (known !== undefined) return known
  return { kind: 'hopeless', reason: `it does not answer as Passerby does (status ${status})` }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
