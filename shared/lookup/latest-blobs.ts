import type { EventLog, LoggedBlob } from '../collect/event-log.ts'
import { idPrefixes } from '../platform/ids/id-prefixes.ts'
import type { Context } from '../workspace/context.ts'
import { listBlobs } from './list-blobs.ts'
import { ListedSeconds, type Stretch } from './listed-seconds.ts'

export type LogSource = Pick<Context, 'eventLog' | 'recentWrites' | 'now'>

/** Clocks of other instances may be ahead by so much. */
const aheadMs = 5_000

/** Who asks for no more than this follows the log, if slowly, and will ask again. */
const followedMs = 55_000
/** With more blobs than this a stretch is too long to list it at every look of those who follow. */
const manyBlobs = 100

interface Memory {
  readonly seconds: ListedSeconds
  isBusy: boolean
}

const memories = new WeakMap<EventLog, Memory>()

/**
 * The blobs that may hold lines received after a moment not long ago, newest first. All are listed,
 * but for those who follow a busy log: they are told at once what this process writes, and what
 * others write within about two seconds, or half a minute if it becomes visible only then.
 */
export async function latestBlobs(source: LogSource, stretch: Stretch): Promise<LoggedBlob[]> {
  const memory = memoryOf(source)
  const isFollowed = stretch.from >= stretch.now - followedMs
  const listed =
    isFollowed && memory.isBusy
      ? await memory.seconds.list(stretch)
      : await listAll(source.eventLog, memory, stretch)
  const own = source.recentWrites.since(stretch.from)
  const all = new Map([...listed, ...own].map((one) => [one.blob, one]))
  memory.isBusy = all.size > manyBlobs
  return [...all.values()].sort((a, b) => (a.blob < b.blob ? 1 : -1))
}

function memoryOf({ eventLog, now }: LogSource): Memory {
  const known = memories.get(eventLog)
  if (known !== undefined) return known
  const memory = { seconds: new ListedSeconds(eventLog, now), isBusy: false }
  memories.set(eventLog, memory)
  return memory
}

async function listAll(log: EventLog, memory: Memory, stretch: Stretch): Promise<LoggedBlob[]> {
  const blobs = await listBlobs(log, idPrefixes(stretch.from, stretch.now + aheadMs))
  memory.seconds.learn(stretch, blobs)
  return blobs
}
