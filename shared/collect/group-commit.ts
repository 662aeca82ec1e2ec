import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { logBlobName, type EventLog } from './event-log.ts'

const compress = promisify(gzip)

/** Makes lines durable; lines that come together share one blob. */
export interface GroupCommit {
  /** Resolves when the lines are durable in the log. */
  commit(lines: readonly string[]): Promise<void>
}

export interface GroupCommitOptions {
  readonly log: EventLog
  readonly now: () => number
  readonly newId: () => string
  /** Called with each blob once it is durable; must not throw. */
  readonly onWritten: (blob: string) => void
  /** How long the first line waits for others, in milliseconds. */
  readonly lingerMs?: number
  /** A blob is closed once it has this many lines, or characters; a request is never cut. */
  readonly mostLines?: number
  readonly mostText?: number
  /** How many blobs may be written at the same time. */
  readonly mostWrites?: number
}

interface Waiting {
  readonly lines: readonly string[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Collects the lines of requests that arrive together into one blob write, so that cost follows
 * bytes and not requests. While the allowed writes are under way the next blob fills up, which is
 * what makes blobs bigger under load.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { lingerMs = 3, mostLines = 2000, mostText = 4 * 1024 * 1024, mostWrites = 4 } = options
  let waiting: Waiting[] = []
  let writes = 0
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0 && writes < mostWrites) {
      const group = takeGroup()
      writes += 1
      void write(options, group).finally(() => {
        writes -= 1
        flush()
      })
    }
  }
  const takeGroup = (): Waiting[] => {
    let lines = 0
    let text = 0
    const end = waiting.findIndex((entry, index) => {
      lines += entry.lines.length
      text += entry.lines.reduce((sum, line) => sum + line.length, 0)
      return index > 0 && (lines > mostLines || text > mostText)
    })
    const group = end === -1 ? waiting : waiting.slice(0, end)
    waiting = end === -1 ? [] : waiting.slice(end)
    return group
  }
  return {
    commit: (lines) =>
      new Promise((resolve, reject) => {
        waiting.push({ lines, resolve, reject })
        timer ??= setTimeout(flush, lingerMs)
      }),
  }
}

async function write(options: GroupCommitOptions, group: readonly Waiting[]): Promise<void> {
  const { log, now, newId, onWritten } = options
  try {
    const text = group.flatMap((entry) => entry.lines).join('\n')
    const blob = logBlobName(now(), newId())
    await log.append(blob, await compress(`${text}\n`))
    for (const entry of group) entry.resolve()
    onWritten(blob)
  } catch (error) {
    for (const entry of group) entry.reject(error)
  }
}
