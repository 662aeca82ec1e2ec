import { findProfile } from '../../shared/lookup/find-profile.ts'
import { lookUpProfile } from '../../shared/lookup/look-up-profile.ts'
import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { unifyBlobs } from '../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext, testNow } from '../doubles/test-context.ts'
import { logCalls } from '../factories/calls.ts'
import { keys } from './runtime.ts'
import type { StreamCall } from './synth-stream.ts'

/**
 * What of profiles must be equal in two runs: everything but the ids (each run has a random root)
 * and the times of receipt and of evaluation. By the identifier that was asked for.
 */
export type ProfileForms = ReadonlyMap<string, unknown>

interface Timeline {
  readonly value: readonly { readonly activityId: string }[]
  readonly nextLink?: string
}

type Answer = Record<string, unknown> & { readonly activities: Timeline }

export function identifiersOf(calls: readonly StreamCall[]): string[] {
  const keysOfCall = (call: StreamCall): string[] => [
    ...(call.anonymousId === undefined ? [] : [`anonymousId:${call.anonymousId}`]),
    ...(call.userId === undefined ? [] : [`userId:${call.userId}`]),
  ]
  return [...new Set(calls.flatMap(keysOfCall))].sort()
}

/** The profiles that a clean run gives: every call once, in order, one worker, nothing dies. */
export async function cleanProfiles(calls: readonly StreamCall[]): Promise<ProfileForms> {
  const storage = memoryStorage()
  const context = testContext(storage)
  context.advance(365 * 24 * 60 * 60_000)
  for (let start = 0; start < calls.length; start += 100) {
    const part = calls.slice(start, start + 100)
    const receivedAt = testNow + 300 * 24 * 60 * 60_000 + start
    await unifyBlobs(context, [
      logCalls(
        storage,
        part.map((call) => ({ call, receivedAt })),
      ),
    ])
  }
  const include = new Set(['identifiers', 'activities'] as const)
  const forms = new Map<string, unknown>()
  for (const key of identifiersOf(calls)) {
    const [namespace = '', ...rest] = key.split(':')
    const identifier = { namespace, value: rest.join(':') }
    await findProfile(context, identifier)
    const timeline = { top: 10_000 }
    const answer = await lookUpProfile(context, { identifier, include, timeline, nextLink: String })
    forms.set(key, profileForm(JSON.parse(JSON.stringify(answer)) as Answer))
  }
  return forms
}

/** The profiles that a running Passerby answers. */
export async function answeredProfiles(
  url: string,
  identifiers: readonly string[],
): Promise<ProfileForms> {
  const forms = await mapLimited(identifiers, 4, async (key): Promise<[string, unknown]> => {
    const address = `${url}/v1/profiles/${encodeURIComponent(key)}`
    return [key, await wholeProfile(`${address}?include=identifiers,activities&top=1000`)]
  })
  return new Map(forms)
}

async function wholeProfile(address: string): Promise<unknown> {
  const response = await fetch(address, { headers: keys.read })
  if (response.status !== 200) return { status: response.status }
  const answer = (await response.json()) as Answer
  const value = [...answer.activities.value]
  for (let next = answer.activities.nextLink; next !== undefined;) {
    const page = (await (await fetch(next, { headers: keys.read })).json()) as Answer
    value.push(...page.activities.value)
    next = page.activities.nextLink
  }
  return profileForm({ ...answer, activities: { value } })
}

function profileForm(answer: Answer): unknown {
  const { customerId: _id, previousCustomerIds, evaluatedAt: _at, activities, ...rest } = answer
  return {
    ...rest,
    previous: (previousCustomerIds as string[]).length,
    activities: activities.value.map((activity) => {
      const {
        receivedTime: _received,
        source: _source,
        ...kept
      } = activity as Record<string, unknown>
      return kept
    }),
  }
}

/** Every activity of the profiles, each profile once. */
export function activityIds(forms: ProfileForms): string[] {
  const profiles = new Map([...forms.values()].map((form) => [JSON.stringify(form), form]))
  return [...profiles.values()].flatMap((form) =>
    (form as Answer['activities'] & { activities: { activityId: string }[] }).activities.map(
      ({ activityId }) => activityId,
    ),
  )
}
