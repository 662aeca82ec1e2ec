import * as z from 'zod'

/** Where the host writes: one call, one line. */
export interface HostLog {
  /** What the app logs at information and above. */
  info(line: string): void
  /** Failed invocations, and trouble of the host itself. */
  error(line: string): void
}

export const consoleLog: HostLog = {
  info: (line) => console.log(line),
  error: (line) => console.error(line),
}

/** The message of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  return textOf(error).replaceAll(/\s*\n\s*/g, ' ')
}

function textOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (error instanceof AggregateError && !error.message) return textOf(error.errors.at(-1))
  return (error instanceof Error && error.message) || String(error)
}
