import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import type { BenchResult } from '../benchmark.ts'
import { verdictOf } from './row.ts'

/** The machine a run took place on; figures of different ones do not compare. */
export interface Machine {
  readonly node: string
  readonly cores: number
  /** How many processes wanted a core, in the minute before. */
  readonly load: number
}

export function thisMachine(): Machine {
  return { node: process.version, cores: cpus().length, load: loadavg()[0] ?? 0 }
}

/** Writes the figures where other programs find them; answers the path. */
export async function writeBenchFile(
  root: string,
  { rows, matrices }: BenchResult,
  facts: Machine & { readonly at: string; readonly quick: boolean },
): Promise<string> {
  const file = path.join(root, '.passerby', 'bench.json')
  const content = {
    ...facts,
    rows: rows.map((row) => ({ ...row, verdict: verdictOf(row) })),
    matrices,
  }
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`)
  return file
}
