import { pollUntil } from '../setup/poll-until.ts'
import { keys } from './runtime.ts'

export interface JobJson {
  readonly jobId: string
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled'
  readonly stage?: string
  readonly result?: Readonly<Record<string, number>>
  readonly error?: string
}

const jobs = 'v1/instances/default/workflows/main/jobs'

/** Asks for a job; answers what was answered, which is a refusal where one of its kind runs. */
export async function askForJob(
  url: string,
  operationType: string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const address = `${url}/${jobs}?operationType=${operationType}`
  const response = await fetch(address, { method: 'POST', headers: keys.admin })
  return { status: response.status, body: await response.json() }
}

/** Starts a job; answers its id. */
export async function startJob(url: string, operationType: string): Promise<string> {
  const { status, body } = await askForJob(url, operationType)
  if (status !== 202) throw new Error(`not started: ${JSON.stringify(body)}`)
  return (body as JobJson).jobId
}

export async function readJob(url: string, jobId: string): Promise<JobJson> {
  const response = await fetch(`${url}/${jobs}/${jobId}`, { headers: keys.admin })
  return (await response.json()) as JobJson
}

export async function cancelJob(url: string, jobId: string): Promise<JobJson> {
  const address = `${url}/${jobs}/${jobId}/cancel`
  const response = await fetch(address, { method: 'POST', headers: keys.admin })
  return (await response.json()) as JobJson
}

/** The job once it has ended, however. */
export function jobEnd(url: string, jobId: string, timeoutMs = 60_000): Promise<JobJson> {
  return pollUntil(
    async () => {
      const job = await readJob(url, jobId)
      return job.status === 'running' ? undefined : job
    },
    { timeoutMs },
  )
}

export async function runJob(url: string, operationType: string): Promise<JobJson> {
  return jobEnd(url, await startJob(url, operationType))
}
