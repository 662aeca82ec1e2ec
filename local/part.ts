/** What a part of the local runtime (broker, host) gives back once it serves. */
export interface RunningPart {
  /** Sent to the supervisor in the `ready` message, for example `{ port: 5672 }`. */
  readonly ready: Record<string, unknown>
  /** Stops serving and resolves when everything is closed. */
  stop(): Promise<void>
}

/**
 * Runs this process as one part of the local runtime. The supervisor starts parts with an IPC
 * channel: a part answers `{ type: 'ready', ... }`, stops on `{ type: 'stop' }`, on SIGTERM, and
 * when the channel closes because the supervisor died. SIGINT reaches the whole process group on
 * Ctrl-C and is left to the supervisor, which stops the parts in order; a part started by hand,
 * without a channel, stops on SIGINT itself.
 */
export async function runAsPart(start: () => Promise<RunningPart>): Promise<void> {
  const supervised = process.send !== undefined
  let part: RunningPart | undefined
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void Promise.resolve(part?.stop())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        console.error(error)
        process.exit(1)
      })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', () => {
    if (!supervised) stop()
  })
  process.on('disconnect', stop)
  process.on('message', (message: { type?: string }) => {
    if (message.type === 'stop') stop()
  })
  try {
    part = await start()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
  process.send?.({ type: 'ready', ...part.ready })
}
