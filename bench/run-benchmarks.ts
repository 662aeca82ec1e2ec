import { isoTime } from '../shared/platform/clock/iso-time.ts'
import type { Benchmark, BenchResult, Session } from './benchmark.ts'
import { thisMachine, writeBenchFile } from './report/bench-file.ts'
import { formatMatrix, formatRows } from './report/format-table.ts'
import { verdictOf } from './report/row.ts'

/** Runs benchmarks one after the other, prints their figures and writes them to a file. */
export async function runBenchmarks(
  selected: readonly Benchmark[],
  session: Session,
  print: (line: string) => void,
): Promise<void> {
  const machine = thisMachine()
  const results: BenchResult[] = []
  for (const benchmark of selected) results.push(await benchmark.run(session))
  const result = {
    rows: results.flatMap(({ rows }) => rows),
    matrices: results.flatMap(({ matrices }) => matrices),
  }
  const at = isoTime(Date.now())
  const file = await writeBenchFile(session.root, result, { ...machine, at, quick: session.quick })
  print(`\n${formatRows(result.rows)}`)
  for (const matrix of result.matrices) print(`\n${formatMatrix(matrix)}`)
  const over = result.rows.filter((row) => verdictOf(row) === 'over').length
  print(
    `\nNode ${machine.node}, ${machine.cores} cores, load ${machine.load.toFixed(1)} before the ` +
      `run; ${over} over budget; written to ${file}`,
  )
}
