import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import { adminHeaders } from './client.ts'

const jobSchema = z.object({
  jobId: z.string(),
  status: z.string(),
  progress: z.object({ done: z.number(), total: z.number() }),
  stage: z.string().optional(),
  error: z.string().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
})

export type BenchJob = z.output<typeof jobSchema>

const pollMs = 500

/** Starts a job and waits for its end, telling how far it is; one that fails ends the benchmark. */
export async function runJob(
  url: string,
  operationType: string,
  say: (line: string) => void,
): Promise<BenchJob> {
  const jobs = `${url}/v1/instances/default/workflows/main/jobs`
  const { jobId } = await ask(`${jobs}?operationType=${operationType}`, 'POST')
  let said = 0
  for (;;) {
    const job = await ask(`${jobs}/${jobId}`, 'GET')
    if (job.status === 'succeeded') return job
    if (job.status !== 'running') throw new Error(`${operationType} ${job.status}: ${job.error}`)
    const { done, total } = job.progress
    const tenth = total === 0 ? 0 : Math.floor((done * 10) / total)
    if (tenth > said) say(`${operationType}: ${job.stage ?? ''} ${done} of ${total}`)
    said = Math.max(said, tenth)
    await delay(pollMs)
  }
}

async function ask(address: string, method: 'GET' | 'POST'): Promise<BenchJob> {
  const response = await fetch(address, { method, headers: adminHeaders })
  const text = await response.text()
  if (!response.ok) throw new Error(`jobs answered ${response.status}: ${text}`)
  return jobSchema.parse(JSON.parse(text))
}
