import type { Environment } from '../shared/platform/config/environment.ts'
import type { Row } from './report/row.ts'
import type { Matrix } from './report/matrix.ts'

/** What a benchmark is run with. */
export interface Session {
  /** The checkout; `dist/` in it is built. */
  readonly root: string
  readonly environment: Environment
  /** Smaller counts, for a check that it still works. */
  readonly quick: boolean
  /** Rejects when the user wants to stop. */
  readonly interrupted: Promise<never>
  /** Tells people what goes on. */
  say(line: string): void
}

export interface BenchResult {
  readonly rows: readonly Row[]
  /** Figures that are best read side by side. */
  readonly matrices: readonly Matrix[]
}

export interface Benchmark {
  readonly name: string
  run(session: Session): Promise<BenchResult>
}
