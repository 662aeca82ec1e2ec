/** An address a part listens on. */
export interface Listening {
  readonly host: string
  readonly port: number
}

/** One process of the local runtime: how to start it, know it serves, and stop it. */
export interface PartDefinition {
  readonly name: string
  /** What follows `node`. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** It serves when it says `ready` through the channel, or when its ports answer. */
  readonly readiness: 'message' | 'ports'
  readonly listensOn: readonly Listening[]
  /** What asks it to end: `{ type: 'stop' }` through the channel, or a signal. */
  readonly stopWith: 'message' | 'SIGTERM'
  readonly stopLimitMs: number
  /** Absolute path of the file that takes its output; without one the terminal's standard error. */
  readonly logFile?: string
  /** True where only standard output goes to the file: what is wrong stays on the terminal. */
  readonly showsErrors?: boolean
}
