import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { pollUntil } from '../setup/poll-until.ts'
import { collect, keys, startRuntime, type Runtime } from './runtime.ts'
import { activityIds, answeredProfiles, cleanProfiles, identifiersOf } from './profile-forms.ts'
import { seededRandom, shuffled } from '../factories/random.ts'
import type { StreamCall } from './synth-stream.ts'

export interface ChaosPlan {
  readonly calls: readonly StreamCall[]
  /** How often host and broker are killed while calls are sent. */
  readonly kills: number
  readonly clients: number
  readonly seed: number
}

export interface ChaosResult {
  readonly expected: ReadonlyMap<string, unknown>
  readonly actual: ReadonlyMap<string, unknown>
  readonly timeline: readonly string[]
  readonly state: StateJson
}

interface StateJson {
  readonly pendingBlobs: number
  readonly activities: number
  readonly profiles: { readonly known: number; readonly unknown: number }
  readonly events: Readonly<Record<string, number>>
}

/**
 * Sends every call twice, in random order, from several clients that try again until they are
 * answered, while host and broker are killed; then waits until nothing is pending.
 */
export async function runChaos(plan: ChaosPlan): Promise<ChaosResult> {
  const random = seededRandom(plan.seed)
  const sends = shuffled([...plan.calls, ...plan.calls], random)
  const batches = splitRandomly(sends, random)
  const runtime = await startRuntime()
  try {
    const killAt = killPoints(batches.length, plan.kills)
    let sent = 0
    await mapLimited(batches, plan.clients, async (batch) => {
      await sendUntilAccepted(runtime, batch)
      sent += 1
      if (killAt.has(sent)) await killHostAndBroker(runtime, sent % 2 === 0)
    })
    const state = await settled(runtime.url)
    const identifiers = identifiersOf(plan.calls)
    const actual = await answeredProfiles(runtime.url, identifiers)
    const expected = await cleanProfiles(plan.calls)
    return { expected, actual, timeline: activityIds(actual), state }
  } finally {
    await runtime.dispose()
  }
}

function splitRandomly(calls: readonly StreamCall[], random: () => number): StreamCall[][] {
  const batches: StreamCall[][] = []
  for (let start = 0; start < calls.length;) {
    const size = 1 + Math.floor(random() * 99)
    batches.push(calls.slice(start, start + size))
    start += size
  }
  return batches
}

function killPoints(batches: number, kills: number): ReadonlySet<number> {
  const step = Math.floor(batches / (kills + 1))
  return new Set(Array.from({ length: kills }, (_, index) => (index + 1) * step))
}

async function killHostAndBroker(runtime: Runtime, hostFirst: boolean): Promise<void> {
  const { host, broker } = await runtime.parts()
  for (const pid of hostFirst ? [host, broker] : [broker, host]) process.kill(pid, 'SIGKILL')
}

async function sendUntilAccepted(runtime: Runtime, batch: readonly StreamCall[]): Promise<void> {
  await pollUntil(
    async () => {
      const answer = await collect(runtime.url, 'batch', { batch }).catch(() => undefined)
      if (answer === undefined || answer.status >= 500) return undefined
      if (answer.body['accepted'] === batch.length) return true
      throw new Error(`not accepted: ${JSON.stringify(answer.body)}`)
    },
    { timeoutMs: 60_000 },
  )
}

/** Everything is on its timeline within 90 seconds of the last kill, plus the work itself. */
export function settled(url: string, timeoutMs = 600_000): Promise<StateJson> {
  return pollUntil(
    async () => {
      const response = await fetch(`${url}/v1/instances/default/profilestore/stateinfo`, {
        headers: keys.read,
      }).catch(() => undefined)
      if (response?.status !== 200) return undefined
      const state = (await response.json()) as StateJson
      return state.pendingBlobs === 0 ? state : undefined
    },
    { timeoutMs, everyMs: 500 },
  )
}
