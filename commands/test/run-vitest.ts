import { spawn } from 'node:child_process'
import type { Environment } from '../../shared/platform/config/environment.ts'
import { withSummary } from './with-summary.ts'

/** Runs the tests with vitest's own arguments in this terminal; answers the exit code. */
export function runVitest(args: readonly string[], environment: Environment): Promise<number> {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...withSummary(args)]
  const child = spawn(process.execPath, vitest, { env: environment, stdio: 'inherit' })
  // A Ctrl-C reaches vitest with the process group; this process waits for it to clean up.
  process.on('SIGINT', () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void child.kill(signal))
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
