import { acceptCalls } from '../../shared/collect/accept-calls.ts'
import { createGroupCommit } from '../../shared/collect/group-commit.ts'
import { timed } from '../measure/timed.ts'
import type { Row } from '../report/row.ts'
import { spreadRows } from '../report/spread-rows.ts'
import type { BenchContext } from './bench-context.ts'
import { usualBatch } from './shapes.ts'
import { batchCalls } from './traffic.ts'

/** What collect adds to its own blob write, without HTTP: reading, checks, compression, waiting for others. */
export async function measureCollectInProcess(context: BenchContext, runs: number): Promise<Row[]> {
  let writeMs = 0
  const { append } = context.eventLog
  const log = {
    ...context.eventLog,
    append: async (...blob: Parameters<typeof append>): Promise<void> => {
      writeMs = await timed(() => append(...blob))
    },
  }
  const { now, newId } = context
  const groupCommit = createGroupCommit({ log, now, newId, onWritten: () => undefined })
  const beyond: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const plan = usualBatch({ crowd: 'in-process', identified: false, id: `c-${run}`, group: run })
    const text = JSON.stringify({ batch: batchCalls(plan) })
    const readBody = async (): Promise<unknown> => JSON.parse(text)
    const request = { readBody, type: undefined, source: 'bench' }
    const wholeMs = await timed(() => acceptCalls({ ...context, groupCommit }, request))
    beyond.push(wholeMs - writeMs)
  }
  return spreadRows('collect in process: batch of 100, beyond its blob write', beyond)
}
