import { dayMs } from '../platform/clock/durations.ts'
import type { NodeId } from '../identity/node-id.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import type { DueEntry } from '../profiles/due-store.ts'
import { settleRows, type OwingRow } from '../unify/settle-rows.ts'
import { createArchiveBlob, type PackedGroup } from './archive-blob.ts'
import { archiveGroup } from './archive-group.ts'
import type { ProfileGroup } from './idle-group.ts'
import { judgeDue, postpone } from './judge-due.ts'
import type { RetentionContext } from './retention-context.ts'

/** What was done since the last report, and how far it is. */
export interface ArchiveProgress {
  /** Profiles that went into the archive, with how many activities, in how many blobs. */
  readonly archived: number
  readonly activities: number
  readonly blobs: number
  /** Entries of table `due` that are done with. */
  readonly checked: number
  /** Up to this one all are done with, or left to a later run. */
  readonly after: DueEntry | undefined
  /** Of the page under way: how many entries were looked at, of how many. */
  readonly seen: number
  readonly size: number
}

/** Told how far the work is; answers whether to go on. */
export type ReportArchiving = (progress: ArchiveProgress) => Promise<boolean>

/** An archive blob takes this many profiles. */
const pageSize = 1000
/** Progress is told this often, which also keeps a job from looking dead. */
const partSize = 100
const atOnce = 8
/** Hours that were over this long ago: by any clock nobody adds to them any more. */
const settledMs = 10 * 60_000

/** Before this moment entries of table `due` are worked off. */
export function dueBefore(now: number): number {
  return now - settledMs
}

/**
 * Archives unknown profiles that were idle for too long, a blob a page, going through table `due`.
 * Entries go last, so after a crash the next run goes on. Answers false when it was told to stop.
 */
export async function archiveIdle(
  context: RetentionContext,
  start: DueEntry | undefined,
  report: ReportArchiving,
): Promise<boolean> {
  let after = start
  for (;;) {
    const before = dueBefore(context.now())
    const entries = await context.dueStore.list({ before, after, top: pageSize })
    const last = entries.at(-1)
    if (last === undefined) return true
    const page = { ...nothing, after, size: entries.length }
    const isDone = await workOffPage(context, entries, (progress) =>
      report({ ...page, ...progress }),
    )
    if (!isDone) return false
    after = last
    const [checked, seen] = [entries.length, entries.length]
    if (!(await report({ ...page, after, checked, seen }))) return false
  }
}

const nothing = { archived: 0, activities: 0, blobs: 0, checked: 0, seen: 0 }

async function workOffPage(
  context: RetentionContext,
  entries: readonly DueEntry[],
  report: (progress: Partial<ArchiveProgress>) => Promise<boolean>,
): Promise<boolean> {
  const { idle, finished, goesOn } = await judgePage(context, entries, report)
  const isDone = goesOn && (await archiveAll(context, idle, { finished, report }))
  await context.dueStore.remove(entries.filter(({ customerId }) => finished.has(customerId)))
  return isDone
}

interface JudgedPage {
  readonly idle: readonly ProfileGroup[]
  /** Profiles whose entries may go. */
  readonly finished: Set<NodeId>
  readonly goesOn: boolean
}

async function judgePage(
  context: RetentionContext,
  entries: readonly DueEntry[],
  report: (progress: Partial<ArchiveProgress>) => Promise<boolean>,
): Promise<JudgedPage> {
  const groups = new Map<string, ProfileGroup>()
  const finished = new Set<NodeId>()
  let goesOn = true
  for (let start = 0; start < entries.length && goesOn; start += partSize) {
    const part = entries.slice(start, start + partSize)
    await mapLimited(part, atOnce, async (entry) => {
      const verdict = await judgeDue(context, entry)
      if (verdict.kind === 'finished') finished.add(entry.customerId)
      if (verdict.kind !== 'idle') return
      const key = groupKey(verdict.group)
      const since = groups.get(key)?.dueSince ?? Infinity
      groups.set(key, { ...verdict.group, dueSince: Math.min(since, verdict.group.dueSince) })
    })
    goesOn = await report({ seen: start + part.length })
  }
  return { idle: [...groups.values()], finished, goesOn }
}

async function archiveAll(
  context: RetentionContext,
  idle: readonly ProfileGroup[],
  {
    finished,
    report,
  }: {
    readonly finished: Set<NodeId>
    readonly report: (progress: Partial<ArchiveProgress>) => Promise<boolean>
  },
): Promise<boolean> {
  const waiting = [...idle]
  while (waiting.length > 0) {
    const packed = await writeBlob(context, waiting)
    for (let start = 0; start < packed.length; start += partSize) {
      const { moved, postponed } = await moveOut(context, packed.slice(start, start + partSize))
      for (const { group } of [...moved, ...postponed]) {
        for (const { id } of group.profiles) finished.add(id)
      }
      const goesOn = await report({
        blobs: start === 0 ? 1 : 0,
        archived: moved.reduce((sum, { group }) => sum + group.profiles.length, 0),
        activities: moved.reduce((sum, { activityCount }) => sum + activityCount, 0),
      })
      if (!goesOn) return false
    }
  }
  return true
}

function groupKey({ nodes }: ProfileGroup): string {
  return nodes
    .map(({ id }) => id)
    .sort()
    .join()
}

/** Writes a blob of as many groups as it takes, which are taken off the list. */
async function writeBlob(
  context: RetentionContext,
  waiting: ProfileGroup[],
): Promise<readonly PackedGroup[]> {
  const day = isoTime(context.now()).slice(0, 'YYYY-MM-DD'.length)
  const blob = createArchiveBlob(context, `${day}/${context.newId()}.ndjson.gz`)
  const packed: PackedGroup[] = []
  while (waiting.length > 0 && !blob.isFull()) {
    const part = waiting.splice(0, atOnce)
    packed.push(...(await mapLimited(part, atOnce, (group) => blob.add(group))))
  }
  await context.archiveStore.write(blob.name, blob.content())
  return packed
}

interface Moved {
  readonly moved: readonly PackedGroup[]
  /** Groups that turned out to be active still. */
  readonly postponed: readonly PackedGroup[]
}

/** Archives groups that are in a blob; one that somebody is changing is left to the next run. */
async function moveOut(context: RetentionContext, packed: readonly PackedGroup[]): Promise<Moved> {
  const owing: OwingRow[] = []
  const [moved, postponed]: [PackedGroup[], PackedGroup[]] = [[], []]
  await mapLimited(packed, atOnce, async (one) => {
    const moment = one.lastActive + context.identity.unknownIdleDays * dayMs
    if (moment > context.now()) {
      if (await postponeGroup(context, one.group, moment)) postponed.push(one)
      return
    }
    const rows = await archiveGroup(context, one)
    if (rows === undefined) return
    owing.push(...rows)
    moved.push(one)
  })
  await settleRows(context, owing)
  return { moved, postponed }
}

/**
 * Nodes that were stored before the times of receipts were kept may look idle and are not: of
 * those only the activities tell.
 */
async function postponeGroup(
  context: RetentionContext,
  { profiles }: ProfileGroup,
  moment: number,
): Promise<boolean> {
  const verdicts = await mapLimited(profiles, 4, ({ id: customerId, row }) =>
    postpone(context, { entry: { customerId }, row, moment }),
  )
  return verdicts.every(({ kind }) => kind === 'finished')
}
