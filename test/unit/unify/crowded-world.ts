import fc from 'fast-check'
import type { CorrectionFact } from '../../../shared/identity/correction.ts'
import { undoOf } from '../../../shared/identity/correction.ts'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import type { NamespaceDefinition } from '../../../shared/identity/namespace-definition.ts'
import { isoTime } from '../../../shared/platform/clock/iso-time.ts'
import type { UnifiedEvent } from '../../../shared/unify/unified-event.ts'
import { testNow } from '../../doubles/test-context.ts'
import type { PlainEvent, PlainWorld } from '../identity/naive-identity.ts'
import { definitions, identityEvents, rulesOf, settings } from '../identity/random-world.ts'
import { unifiedEvent, type Workspace } from './live-identity.ts'

/** The two times at which things arrive; in between the rules change. */
export type Phase = 'before' | 'after'

/** Far enough apart that clocks do not matter. */
const phaseTimes: Readonly<Record<Phase, number>> = {
  before: testNow,
  after: testNow + 6 * 3_600_000,
}

const phase: fc.Arbitrary<Phase> = fc.constantFrom('before', 'after')
const step = fc.nat({ max: 40 }).map((steps) => testNow - 86_400_000 + steps * 600_000)
const person = fc.constantFrom(
  ...['user:a', 'user:b', 'user:c', 'user:d', 'mail:a', 'mail:b', 'mail:c', 'phone:a', 'phone:b'],
)
const device = fc.constantFrom('cookie:a', 'cookie:b', 'cookie:c', 'cookie:d', 'app:a', 'app:b')

/** A few people and devices, so that many of them soon share one. */
const event = fc.record({
  ids: fc.oneof(
    fc.tuple(person, device),
    fc.tuple(person, person),
    fc.tuple(device, device),
    fc.tuple(person, person, device),
    fc.tuple(device),
  ),
  alias: fc.constantFrom<readonly string[]>([], [], [], [], ['user:e'], ['cookie:a']),
  time: step,
  logout: fc.constantFrom(false, false, false, false, true),
  phase,
  /** Some are worse or better copies of the message before them, received in either phase. */
  isCopy: fc.constantFrom(false, false, false, false, true),
  received: phase,
})

const correction = fc.record({
  type: fc.constantFrom('alwaysMatch', 'neverMatch', 'exclude', 'exclude', 'held', 'detach'),
  a: fc.oneof(person, device),
  b: fc.oneof(person, device),
  time: fc.oneof(step, fc.constant(phaseTimes.before), fc.constant(phaseTimes.after)),
  phase,
  undone: fc.option(phase),
})

const fans = fc.array(fc.constantFrom(1, 2, 2, 3, 4), { minLength: 5, maxLength: 5 })
const laterFans = fc.array(fc.constantFrom(null, 2, 3, 4, 5), { minLength: 5, maxLength: 5 })
const conflicts = fc.array(fc.constantFrom('moveToLatest', 'keepFirst', 'ambiguous'), {
  minLength: 5,
  maxLength: 5,
})

/** A world in which identifiers are closed, and opened again. */
export const crowdedWorld = fc.record({
  events: fc.array(event, { minLength: 4, maxLength: 26 }),
  corrections: fc.array(correction, { maxLength: 3 }),
  definitions,
  fans,
  laterFans,
  laterConflicts: fc.option(conflicts),
  settings,
  laterSettings: fc.option(settings),
})
export type CrowdedWorld = typeof crowdedWorld extends fc.Arbitrary<infer World> ? World : never

/** Something that arrives, and when. */
export interface Delivery {
  readonly phase: Phase
  readonly fact: UnifiedEvent | CorrectionFact
}

export interface CrowdedPlan {
  readonly workspaces: Readonly<Record<Phase, Workspace>>
  readonly deliveries: readonly Delivery[]
}

export function planOf(world: CrowdedWorld, mostMoments: number): CrowdedPlan {
  const before = plainWorld(world, {
    definitions: withFans(world.definitions, world.fans),
    settings: world.settings,
  })
  const after = plainWorld(world, {
    definitions: withFans(world.definitions, world.laterFans).map((definition, index) => ({
      ...definition,
      onConflict: world.laterConflicts?.[index] ?? definition.onConflict,
    })),
    settings: world.laterSettings ?? world.settings,
  })
  return {
    workspaces: {
      before: workspaceOf(before, 'before', mostMoments),
      after: workspaceOf(after, 'after', mostMoments),
    },
    deliveries: [...eventsOf(world, before), ...world.corrections.flatMap(factsOf)],
  }
}

function plainWorld(
  { events }: CrowdedWorld,
  rules: Pick<PlainWorld, 'definitions' | 'settings'>,
): PlainWorld {
  const list: PlainEvent[] = []
  for (const [index, { ids, alias, time, logout, isCopy }] of events.entries()) {
    const own = [...new Set<string>(ids)]
    const messageId = (isCopy ? list.at(-1)?.messageId : undefined) ?? `m${index}`
    const previous = alias.filter((id) => !own.includes(id))
    list.push({ messageId, ids: own, alias: previous, time, logout })
  }
  return { events: list, facts: [], ...rules }
}

function withFans(
  list: readonly NamespaceDefinition[],
  most: readonly (number | null)[],
): NamespaceDefinition[] {
  return list.map((definition, index) => ({ ...definition, maxFan: most[index] ?? null }))
}

function workspaceOf(world: PlainWorld, when: Phase, mostMoments: number): Workspace {
  const rules = rulesOf(world)
  return {
    namespaces: rules.namespaces,
    identity: { ...defaultIdentitySettings, ...rules.settings },
    corrections: [],
    mostMoments,
    now: () => phaseTimes[when],
  }
}

function eventsOf({ events }: CrowdedWorld, world: PlainWorld): Delivery[] {
  return identityEvents(world.events, rulesOf(world)).map((item, index) => {
    const { phase: arrives = 'before', received = 'before' } = events[index] ?? {}
    // Nothing arrives before it was received.
    const receivedAt = phaseTimes[arrives === 'before' ? arrives : received] - 1000 + index
    const contentHash = String(index)
    const fact = unifiedEvent({ ...item, receivedAt, contentHash }, { blob: 'b', index })
    return { phase: arrives, fact }
  })
}

function factsOf(
  { type, a, b, time, phase: arrives, undone }: CrowdedWorld['corrections'][number],
  index: number,
): Delivery[] {
  if (a === b && type !== 'detach') return []
  const at = isoTime(Math.min(time, phaseTimes[arrives]))
  const said = { id: `c${index}`, a, reason: 'seen', by: 'ann', at } as const
  const fact =
    type === 'detach'
      ? { ...said, type: 'detach' as const }
      : { ...said, type: type as 'exclude', b }
  const undo = undoOf(fact, { by: 'ann', at })
  return [{ phase: arrives, fact }, ...(undone === null ? [] : [{ phase: undone, fact: undo }])]
}
