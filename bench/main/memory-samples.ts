import { readFile } from 'node:fs/promises'
import type { Row } from '../report/row.ts'

const everyMs = 500

/** Watches the resident memory of a process until it is asked for the figures, in MiB. */
export function sampleMemory(pid: number): { stop(): Row[] } {
  const samples: number[] = []
  const sample = async (): Promise<void> => {
    const size = await residentMemory(pid)
    if (size !== undefined) samples.push(size)
  }
  void sample()
  const timer = setInterval(() => void sample(), everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      return memoryRows(samples)
    },
  }
}

/** Only Linux has /proc; elsewhere there are no samples. */
async function residentMemory(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

function memoryRows(samples: readonly number[]): Row[] {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined) return []
  const unit = 'MiB'
  return [
    { name: 'memory of the host: first', value: first, unit },
    { name: 'memory of the host: last', value: last, unit },
    {
      name: 'memory of the host: most',
      value: Math.max(...samples),
      unit,
      budget: { atMost: 256 },
    },
  ]
}
