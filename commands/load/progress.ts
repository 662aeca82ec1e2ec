import cliProgress from 'cli-progress'

/** How far a file is. */
export interface Advance {
  /** Bytes read of the file. */
  readonly bytes: number
  /** Lines answered or refused so far, of all files. */
  readonly sent: number
}

/** Shows how a file advances. */
export interface Progress {
  update(advance: Advance): void
  done(): void
}

const lineEveryMs = 5_000

/** A bar on a terminal, else a line every few seconds; on standard error either way. */
export function showProgress(name: string, size: number, stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(name, size, stream) : lines(name, size, stream)
}

function bar(name: string, size: number, stream: NodeJS.WriteStream): Progress {
  const format = '{name} [{bar}] {percentage}% | {sent} sent | {rate}/s'
  const shown = new cliProgress.SingleBar({ format, stream }, cliProgress.Presets.legacy)
  const rate = createRate()
  shown.start(size, 0, { name, sent: 0, rate: 0 })
  return {
    update: ({ bytes, sent }) => shown.update(bytes, { sent, rate: rate(sent) }),
    done: () => shown.stop(),
  }
}

function lines(name: string, size: number, stream: NodeJS.WriteStream): Progress {
  const rate = createRate()
  let lastAt = performance.now()
  return {
    update({ bytes, sent }) {
      const perSecond = rate(sent)
      if (performance.now() - lastAt < lineEveryMs) return
      lastAt = performance.now()
      const percent = Math.floor((100 * bytes) / Math.max(1, size))
      stream.write(`${name}: ${percent} %, ${sent} sent, ${perSecond}/s\n`)
    },
    done: () => undefined,
  }
}

function createRate(): (sent: number) => number {
  const startedAt = performance.now()
  let first: number | undefined
  return (sent) => {
    first ??= sent
    const seconds = (performance.now() - startedAt) / 1000
    return seconds < 0.1 ? 0 : Math.round((sent - first) / seconds)
  }
}
