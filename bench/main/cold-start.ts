import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { filesMatching } from '../../local/host/app/glob.ts'
import { median } from '../measure/percentile.ts'
import type { Row } from '../report/row.ts'

const execute = promisify(execFile)
const answerSchema = z.object({ ms: z.number(), cpuMs: z.number(), mebibytes: z.number() })

/** How long a fresh process takes to load all entry files of the built app. */
export async function measureColdStart(root: string, runs: number): Promise<Row[]> {
  const files = await filesMatching(root, 'dist/functions/**/*.js')
  if (files.length === 0) throw new Error('dist/functions is empty; build first')
  const child = path.join(root, 'bench/main/cold-start-child.mjs')
  const answers: z.output<typeof answerSchema>[] = []
  // The first one only warms the disk cache.
  for (let run = -1; run < runs; run += 1) {
    const { stdout } = await execute(process.execPath, [child, ...files])
    if (run >= 0) answers.push(answerSchema.parse(JSON.parse(stdout)))
  }
  return [
    {
      name: `cold start: load ${files.length} entry files, median of ${runs}`,
      value: median(answers.map(({ ms }) => ms)),
      unit: 'ms',
      budget: { atMost: 150 },
    },
    {
      // Tells a slow bundle from a busy machine.
      name: 'cold start: processor time',
      value: median(answers.map(({ cpuMs }) => cpuMs)),
      unit: 'ms',
    },
    {
      name: 'cold start: memory afterwards',
      value: median(answers.map(({ mebibytes }) => mebibytes)),
      unit: 'MiB',
    },
  ]
}
