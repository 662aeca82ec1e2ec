import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crowdBatches, keyOf, type Crowd } from '../../bench/rebuild/shoppers.ts'
import { startSteadyEvents } from '../../bench/rebuild/steady-events.ts'
import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { canonicalState, unfinished } from '../doubles/canonical-state.ts'
import { withoutShared } from '../setup/shared-data.ts'
import { storedTables } from '../setup/stored-tables.ts'
import { settled } from './chaos.ts'
import { jobEnd, startJob } from './jobs.ts'
import { collect, startRuntime, type Runtime } from './runtime.ts'
import { readStream } from './synth-stream.ts'

/** With the synthetic stream more than 100,000 events. */
const crowd: Crowd = { name: 'shop', events: 80_000 }
const newcomers: Crowd = { name: 'newcomers', events: crowd.events }
const longestMs = 20 * 60_000

interface State {
  readonly activities: readonly string[]
  readonly profiles: Readonly<Record<string, { readonly timeline?: readonly string[] }>>
  readonly members: Readonly<Record<string, unknown>>
}

const isLate = (messageId: string): boolean => messageId.startsWith('steady-')
const isLateActivity = (activity: string): boolean => /"messageId":"steady-\d+"/.test(activity)

/** What differs, so that a failure does not print a hundred megabytes; none when all is equal. */
function differences(a: Readonly<Record<string, unknown>>, b: typeof a): unknown[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return keys
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .slice(0, 5)
    .map((key) => ({ key, a: a[key], b: b[key] }))
}

function byText(activities: readonly string[]): Record<string, true> {
  return Object.fromEntries(activities.map((activity) => [activity, true]))
}

function expectEqual(a: State, b: State): void {
  expect(differences(a.profiles, b.profiles)).toEqual([])
  expect(differences(a.members, b.members)).toEqual([])
  expect(b.activities).toHaveLength(a.activities.length)
  expect(differences(byText(a.activities), byText(b.activities))).toEqual([])
}

/** A state without the events that came late, and without whoever has no others. */
function withoutLate({ activities, profiles }: State): Omit<State, 'members'> {
  const kept = Object.entries(profiles).flatMap(([key, profile]) => {
    const { timeline } = profile
    if (timeline === undefined) return [[key, profile] as const]
    const earlier = timeline.filter((messageId) => !isLate(messageId))
    return earlier.length === 0 ? [] : [[key, { ...profile, timeline: earlier }] as const]
  })
  return {
    activities: activities.filter((activity) => !isLateActivity(activity)),
    profiles: Object.fromEntries(kept),
  }
}

/** Profiles whose each event was there before; the others show later times and counts. */
function untouched({ profiles }: State): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(profiles).filter(([, { timeline = [] }]) => !timeline.some(isLate)),
  )
}

describe.skipIf(withoutShared)('a rebuild of 100,000 events on the running system', () => {
  let runtime: Runtime
  beforeAll(async () => {
    // Azurite's file takes no two generations of so many events.
    runtime = await startRuntime({ environment: { PASSERBY_IN_MEMORY: 'true' } })
  })
  afterAll(() => runtime.dispose())

  const stateOf = async (generation: number): Promise<State> => {
    const { storage } = await runtime.connectionStrings()
    const stored = await storedTables(storage, generation)
    expect(unfinished(stored)).toEqual([])
    return JSON.parse(canonicalState(stored)) as State
  }

  const rebuild = async (generation: number): Promise<void> => {
    const jobId = await startJob(runtime.url, 'rebuild')
    const job = await jobEnd(runtime.url, jobId, longestMs)
    expect(job).toMatchObject({ status: 'succeeded', result: { generation } })
  }

  it('gives what the stream gave, with events arriving meanwhile', async () => {
    const { url } = runtime
    const calls = await readStream()
    const batches = Array.from({ length: Math.ceil(calls.length / 100) }, (_, index) =>
      JSON.stringify({ batch: calls.slice(index * 100, index * 100 + 100) }),
    )
    await mapLimited([...batches, ...crowdBatches(crowd)], 8, async (body) => {
      expect(await collect(url, 'batch', body)).toMatchObject({ body: { success: true } })
    })
    const { activities } = await settled(url, longestMs)
    expect(activities).toBeGreaterThan(crowd.events + 20_000)
    const streamed = await stateOf(0)
    expect(streamed.activities).toHaveLength(activities)

    const visitors = [crowd, newcomers].flatMap((of) =>
      Array.from({ length: 50 }, (_, index) => keyOf(of, index * 7)),
    )
    const traffic = startSteadyEvents(url, visitors)
    await rebuild(1)
    const sent = await traffic.stop()
    await settled(url, longestMs)
    const mixed = await stateOf(1)
    expect(sent.length).toBeGreaterThan(100)
    expect(mixed.activities.filter(isLateActivity)).toHaveLength(sent.length)
    const earlier = withoutLate(mixed)
    expect(earlier.activities).toHaveLength(streamed.activities.length)
    expect(differences(byText(earlier.activities), byText(streamed.activities))).toEqual([])
    const same = untouched(mixed)
    expect(Object.keys(same).length).toBeGreaterThan(crowd.events / 20)
    expect(differences(same, pick(streamed.profiles, same))).toEqual([])
    expect(differences(timelines(earlier), timelines(streamed))).toEqual([])

    // Half of that was replayed, half streamed to the new tables; now all of it is replayed.
    await rebuild(2)
    expectEqual(await stateOf(2), mixed)
  })
})

function pick(profiles: State['profiles'], keys: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, profiles[key]]))
}

function timelines({ profiles }: Pick<State, 'profiles'>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(profiles).map(([key, { timeline }]) => [key, timeline]))
}
