import cliProgress from 'cli-progress'
import type { JobState } from './job-api.ts'

/** Shows how a job advances. */
export interface JobProgress {
  update(job: JobState): void
  done(): void
}

const lineEveryMs = 5_000

/** A bar on a terminal, else a line every few seconds and for each stage. */
export function showJobProgress(stream: NodeJS.WriteStream): JobProgress {
  return stream.isTTY ? bar(stream) : lines(stream)
}

function bar(stream: NodeJS.WriteStream): JobProgress {
  const format = '{stage} [{bar}] {value} of {total}'
  const shown = new cliProgress.SingleBar(
    { format, stream, clearOnComplete: true, stopOnComplete: false },
    cliProgress.Presets.legacy,
  )
  let isShown = false
  return {
    update: ({ stage = 'waiting', progress: { done, total } }) => {
      if (!isShown) shown.start(total, done, { stage })
      isShown = true
      shown.setTotal(total)
      shown.update(done, { stage })
    },
    done: () => shown.stop(),
  }
}

function lines(stream: NodeJS.WriteStream): JobProgress {
  let last = { at: -Infinity, stage: '' }
  return {
    update: ({ stage = 'waiting', progress: { done, total } }) => {
      const at = performance.now()
      if (stage === last.stage && at - last.at < lineEveryMs) return
      last = { at, stage }
      stream.write(`${stage}: ${done} of ${total}\n`)
    },
    done: () => undefined,
  }
}
