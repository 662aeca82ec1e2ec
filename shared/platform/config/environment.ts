/** Settings by name, as the platform hands them to the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The process's environment; the only place that reads it. */
export function processEnvironment(): Environment {
  return process.env
}
