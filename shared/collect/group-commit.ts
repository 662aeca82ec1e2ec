import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { logBlobName, type EventLog } from './event-log.ts'
import type { WrittenBlob } from './recent-writes.ts'
import { tallyOf, type Receipt } from './tally.ts'

const compress = promisify(gzip)

/** Makes lines durable; lines that come together share one blob. */
export interface GroupCommit {
  /** Resolves when the lines, all received at one moment, are durable in the log. */
  commit(receipt: Receipt): Promise<void>
}

export interface GroupCommitOptions {
  readonly log: EventLog
  readonly now: () => number
  readonly newId: () => string
  /** Called with each blob once it is durable; must not throw. */
  readonly onWritten: (written: WrittenBlob) => void
  /** How long the first line waits for others, in milliseconds. */
  readonly lingerMs?: number
  /** A blob is closed once it has this many lines, or characters; a request is never cut. */
  readonly mostLines?: number
  readonly mostText?: number
  /** How many blobs may be written at the same time. */
  readonly mostWrites?: number
}

interface Waiting extends Receipt {
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
    commit: ({ receivedAt, lines }) =>
      new Promise((resolve, reject) => {
        waiting.push({ receivedAt, lines, resolve, reject })
        timer ??= setTimeout(flush, lingerMs)
      }),
  }
}

async function write(options: GroupCommitOptions, group: readonly Waiting[]): Promise<void> {
  const { log, now, newId, onWritten } = options
  try {
    const text = group.flatMap((entry) => entry.lines).join('\n')
    const blob = logBlobName(now(), newId())
    const content = await compress(`${text}\n`)
    const tally = tallyOf(group)
    await log.append(blob, content, tally)
    for (const entry of group) entry.resolve()
    onWritten({ blob, tally, content })
  } catch (error) {
    for (const entry of group) entry.reject(error)
  }
}
