import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { pollUntil } from '../setup/poll-until.ts'
import { withoutShared } from '../setup/shared-data.ts'
import { settled } from './chaos.ts'
import { askForJob, cancelJob, readJob, runJob, startJob } from './jobs.ts'
import { answeredProfiles, identifiersOf, type ProfileForms } from './profile-forms.ts'
import { collect, keys, startRuntime, type Runtime } from './runtime.ts'
import { readStream, type StreamCall } from './synth-stream.ts'

interface Answers {
  readonly profiles: ProfileForms
  readonly identities: ReadonlyMap<string, unknown>
}

/** What explains an identifier, but for the history, which a rebuild begins anew. */
async function explained(url: string, key: string): Promise<unknown> {
  const address = `${url}/v1/profiles/${encodeURIComponent(key)}/identity`
  const response = await fetch(address, { headers: keys.read })
  const { history: _history, ...identity } = (await response.json()) as Record<string, unknown>
  return { status: response.status, identity }
}

/** The part of answers that is about these identifiers. */
function pick({ profiles, identities }: Answers, identifiers: readonly string[]): unknown {
  return identifiers.map((key) => [key, profiles.get(key), identities.get(key)])
}

interface FormJson {
  readonly identifiers?: readonly { readonly namespace: string; readonly value: string }[]
  readonly activities?: readonly { readonly activityId: string }[]
}

function namesIdentifier(form: unknown, key: string): boolean {
  const { identifiers = [] } = form as FormJson
  return identifiers.some(({ namespace, value }) => `${namespace}:${value}` === key)
}

function timelineOf(form: unknown): string[] {
  return ((form as FormJson).activities ?? []).map(({ activityId }) => activityId)
}

describe.skipIf(withoutShared)('a rebuild on the running system', () => {
  let runtime: Runtime
  let calls: readonly StreamCall[]
  beforeAll(async () => {
    runtime = await startRuntime()
    calls = await readStream(600)
    for (let start = 0; start < calls.length; start += 100) {
      await collect(runtime.url, 'batch', { batch: calls.slice(start, start + 100) })
    }
    await settled(runtime.url)
  })
  afterAll(() => runtime.dispose())

  /** All that look-ups answer about these identifiers. */
  const answers = async (identifiers: readonly string[]): Promise<Answers> => ({
    profiles: await answeredProfiles(runtime.url, identifiers),
    identities: new Map(
      await mapLimited(identifiers, 4, async (key): Promise<[string, unknown]> => [
        key,
        await explained(runtime.url, key),
      ]),
    ),
  })

  it('changes nothing when it is cancelled, and is the only one of its kind', async () => {
    const { url } = runtime
    const before = await answers(identifiersOf(calls))
    const jobId = await startJob(url, 'rebuild')
    expect(await askForJob(url, 'rebuild')).toMatchObject({
      ...{ status: 409, body: { error: { code: 'JobRunning', target: jobId } } },
    })
    // From here on a generation is being filled.
    await pollUntil(
      async () => ((await readJob(url, jobId)).stage === 'replay' ? true : undefined),
      { everyMs: 5 },
    )
    expect(await cancelJob(url, jobId)).toMatchObject({ jobId, status: 'cancelled' })
    expect(await answers(identifiersOf(calls))).toEqual(before)
    expect(await readJob(url, jobId)).toMatchObject({ status: 'cancelled' })
  })

  it('answers as before, and loses nothing that comes meanwhile', async () => {
    const { url } = runtime
    const identifiers = identifiersOf(calls)
    const before = await answers(identifiers)
    const back = identifiers.find((key) => key.startsWith('userId:')) ?? ''
    const jobId = await startJob(url, 'rebuild')
    const sent = await sendUntilEnd(jobId, [back, 'userId:newcomer', 'anonymousId:newcomer'])
    expect(await readJob(url, jobId)).toMatchObject({ status: 'succeeded' })
    await settled(url)

    const after = await answers(identifiers)
    const isBack = (form: unknown): boolean => namesIdentifier(form, back)
    const others = identifiers.filter((key) => !isBack(before.profiles.get(key)))
    expect(pick(after, others)).toEqual(pick(before, others))
    expect(others.length).toBeLessThan(identifiers.length)
    const came = await answers([...new Set(sent.map(({ key }) => key))])
    for (const { key, messageId } of sent) {
      expect(timelineOf(came.profiles.get(key))).toContain(messageId)
    }
    const had = timelineOf(before.profiles.get(back))
    expect(timelineOf(came.profiles.get(back))).toEqual(expect.arrayContaining(had))

    // What was half replayed and half live is the same made anew as a whole.
    const all = [...identifiers, 'userId:newcomer', 'anonymousId:newcomer']
    const mixed = await answers(all)
    expect(await runJob(url, 'rebuild')).toMatchObject({ status: 'succeeded' })
    expect(await answers(all)).toEqual(mixed)
  })

  /** Sends events of these in turn until the job has ended. */
  const sendUntilEnd = async (jobId: string, from: readonly string[]) => {
    const sent: { readonly key: string; readonly messageId: string }[] = []
    for (let index = 0; ; index += 1) {
      const key = from[index % from.length] ?? ''
      const [namespace = '', value] = key.split(':')
      const messageId = `meanwhile-${index}`
      const call = { event: 'Product viewed', messageId, [namespace]: value }
      expect(await collect(runtime.url, 'track', call)).toMatchObject({ status: 200 })
      sent.push({ key, messageId })
      if ((await readJob(runtime.url, jobId)).status !== 'running') return sent
    }
  }
})
