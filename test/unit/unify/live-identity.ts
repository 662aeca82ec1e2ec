import type { CorrectionFact } from '../../../shared/identity/correction.ts'
import { emptyHistory } from '../../../shared/identity/device-history.ts'
import { identifierKey, type Identifier } from '../../../shared/identity/identifier.ts'
import type { IdentityEvent } from '../../../shared/identity/fold-events.ts'
import { seenTimes } from '../../../shared/identity/seen-times.ts'
import type { StewardFact } from '../../../shared/identity/steward-fact.ts'
import { reclusterJob } from '../../../shared/jobs/recluster.ts'
import { readTimeline } from '../../../shared/lookup/read-timeline.ts'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import { unpackJson } from '../../../shared/platform/azure/packed-json.ts'
import {
  rowContentSchema,
  type Profile,
  type RowContent,
} from '../../../shared/profiles/profile-row.ts'
import { restoreFacts } from '../../../shared/profiles/stored-facts.ts'
import { applyCorrections } from '../../../shared/unify/apply-corrections.ts'
import { unifyEvents } from '../../../shared/unify/unify-events.ts'
import type { UnifiedEvent } from '../../../shared/unify/unified-event.ts'
import type { Context } from '../../../shared/workspace/context.ts'
import { interceptStorage, type Interceptor } from '../../doubles/storage-calls.ts'
import { testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { shuffled } from '../../factories/random.ts'

/** What a workspace decides about identity, and what its stewards said. */
export interface Workspace
  extends
    Pick<Context, 'namespaces' | 'identity' | 'mostMoments'>,
    Partial<Pick<Context, 'attributeRules' | 'now' | 'nodeStore'>> {
  readonly corrections: readonly CorrectionFact[]
}

const meanings = { always: 'alwaysMatch', never: 'neverMatch', exclude: 'exclude' } as const

/** The corrections that say so. */
export function correctionsOf(facts: readonly StewardFact[]): CorrectionFact[] {
  return facts.map((fact, index) => {
    const said = { id: `c${index}`, a: fact.a, reason: 'seen', by: 'ann' }
    return fact.type === 'detach'
      ? { ...said, type: 'detach', at: isoTime(fact.at) }
      : { ...said, type: meanings[fact.type], b: fact.b, at: isoTime(index) }
  })
}

/** An event as normalising makes it; two attributes tell which event set them. */
export function unifiedEvent(
  event: IdentityEvent & Partial<Pick<UnifiedEvent, 'receivedAt' | 'contentHash'>>,
  location: UnifiedEvent['location'],
): UnifiedEvent {
  const { messageId, time, logout, identifiers, previous } = event
  const { receivedAt = time, contentHash = messageId } = event
  return {
    ...{ messageId, time, receivedAt, contentHash, logout, identifiers, previous, location },
    ...{ type: 'identify', name: undefined, url: undefined, timeCorrected: false, source: 'web' },
    ...{ properties: {}, refused: [] },
    traits: new Map<string, unknown>([
      ['last', messageId],
      [`of_${messageId.slice(0, 4)}`, true],
    ]),
  }
}

/** Unifies events in one go. */
export async function unifyAll(
  storage: MemoryStorage,
  workspace: Workspace,
  events: readonly UnifiedEvent[],
): Promise<void> {
  await unifyPart({ ...testContext(storage), ...workspace }, [...events, ...workspace.corrections])
}

/**
 * Several workers at once, each with some of the events, some of them twice, in random order and
 * cut into random parts; which of their storage calls comes first is random too.
 */
export async function unifyInDisorder(
  storage: MemoryStorage,
  workspace: Workspace,
  {
    events,
    random,
    workers = 3,
  }: {
    readonly events: readonly UnifiedEvent[]
    readonly random: () => number
    readonly workers?: number
  },
): Promise<void> {
  const disorder: Interceptor = async (_name, call) => {
    for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await Promise.resolve()
    return call()
  }
  const wrap = interceptStorage(disorder)
  const hands = Array.from({ length: workers }, (): Fact[] => [])
  const facts = [...events, ...workspace.corrections]
  for (const fact of [...facts, ...facts.filter(() => random() < 0.4)]) {
    hands[Math.floor(random() * workers)]?.push(fact)
  }
  await Promise.all(
    hands.map(async (hand) => {
      const context = { ...testContext(storage, wrap), ...workspace }
      const order = shuffled(hand, random)
      for (let start = 0; start < order.length;) {
        const size = 1 + Math.floor(random() * Math.max(4, order.length / 4))
        await unifyPart(context, order.slice(start, start + size))
        start += size
      }
    }),
  )
}

/** What the job does after a change of the rules. */
export async function computeAllAgain(
  storage: MemoryStorage,
  rules: Partial<Context>,
): Promise<void> {
  const context = { ...testContext(storage), ...rules }
  await reclusterJob.run(context, {
    ...{ jobId: 'job', startedAt: context.now(), state: undefined },
    report: () => Promise.resolve(true),
    pause: () => Promise.resolve(),
  })
}

type Fact = UnifiedEvent | CorrectionFact

/** A part that fails because others are in the way is delivered again. */
async function unifyPart(context: Context, part: readonly Fact[]): Promise<void> {
  const events = part.filter((fact): fact is UnifiedEvent => 'messageId' in fact)
  const corrections = part.filter((fact): fact is CorrectionFact => 'by' in fact)
  for (let delivery = 0; delivery < 20; delivery += 1) {
    const failure = await attempt(context, events, corrections)
    if (failure === undefined) return
    if (!(failure instanceof Error && 'code' in failure && failure.code === 'Contention')) {
      throw failure instanceof Error ? failure : new Error(JSON.stringify(failure))
    }
  }
  throw new Error('a part is never worked off')
}

/** What went wrong, as unify does it: what stewards said comes first. */
async function attempt(
  context: Context,
  events: readonly UnifiedEvent[],
  corrections: readonly CorrectionFact[],
): Promise<unknown> {
  try {
    await applyCorrections(context, corrections)
  } catch (error) {
    return error
  }
  const [failure] = (await unifyEvents(context, events)).failures.values()
  return failure
}

/** A profile as look-ups find it, with its whole timeline. */
export interface LiveProfile {
  readonly profile: Profile
  readonly members: readonly string[]
  readonly timeline: readonly string[]
}

/** All that is stored about who is who. */
export async function readLive(
  storage: MemoryStorage,
  pageSize: number,
): Promise<{ readonly profiles: readonly LiveProfile[]; readonly detached: readonly string[] }> {
  const context = testContext(storage)
  const contents = new Map(
    storage.tables.profiles.rows().map(([, { rowKey, cells }]) => {
      const { content } = unpackJson(cells) as { content: unknown }
      return [rowKey, rowContentSchema.parse(content)]
    }),
  )
  const profiles: LiveProfile[] = []
  for (const content of contents.values()) {
    if (content.kind !== 'profile') continue
    const { profile } = content
    const members = profile.identifiers.map(identifierKey).sort()
    profiles.push({ profile, members, timeline: await wholeTimeline(context, profile, pageSize) })
  }
  const detached = storedIdentifiers(storage).filter((identifier) => {
    const content: RowContent | undefined = contents.get(context.nodeIdOf(identifier))
    return content === undefined || content.kind === 'detached'
  })
  return {
    profiles: profiles.sort((a, b) => (a.members.join() < b.members.join() ? -1 : 1)),
    detached: detached.map(identifierKey).sort(),
  }
}

/** Page by page, as a client reads it. */
async function wholeTimeline(
  context: Context,
  profile: Profile,
  pageSize: number,
): Promise<string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await readTimeline(context, profile, { top: pageSize, after })
    ids.push(...page.activities.map(({ messageId }) => messageId))
    after = page.next
  } while (after !== undefined)
  return ids
}

/** All that events have carried; stewards may have named more. */
function storedIdentifiers(storage: MemoryStorage): Identifier[] {
  const nodes = storage.tables.identities
    .rows()
    .filter(([, { rowKey }]) => rowKey === 'node')
    .map(([, { cells }]) => restoreFacts(unpackJson(cells)))
  const seen = seenTimes(nodes.map(({ links, history = emptyHistory }) => ({ links, history })))
  return nodes
    .map(({ identifier }) => identifier)
    .filter((identifier) => seen.has(identifierKey(identifier)))
}
