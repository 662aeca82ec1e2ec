import { watchParent } from './watch-parent.ts'

/** What ends a runtime from outside. */
export interface StopWatch {
  /** Resolves at the first wish to stop. */
  readonly requested: Promise<void>
  /** Resolves when somebody does not want to wait for the clean stop. */
  readonly insisted: Promise<void>
  close(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** npm repeats a Ctrl-C that its child already got with the process group. */
const echoMs = 700

/** Watches for signals and, where npm started this process, for the end of npm. */
export function watchStop({ followParent }: { followParent: boolean }): StopWatch {
  let request: () => void = () => undefined
  let insist: () => void = () => undefined
  const requested = new Promise<void>((resolve) => (request = resolve))
  const insisted = new Promise<void>((resolve) => (insist = resolve))
  let firstAt: number | undefined
  const onSignal = (): void => {
    firstAt ??= performance.now()
    if (performance.now() - firstAt > echoMs) insist()
    request()
  }
  for (const signal of signals) process.on(signal, onSignal)
  const unwatch = followParent ? watchParent(request) : () => undefined
  return {
    requested,
    insisted,
    close() {
      unwatch()
      for (const signal of signals) process.off(signal, onSignal)
    },
  }
}
