const summary = '--reporter=./test/setup/summary-reporter.ts'

/** Reporters on the command line replace those of vitest.config.ts; the last line stays. */
export function withSummary(args: readonly string[]): readonly string[] {
  const choosesReporters = args.some((arg) => /^--reporters?(=|$)/.test(arg))
  return choosesReporters ? [...args, summary] : args
}
