import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import type { Runtime } from './start-runtime.ts'

const header = (role: 'write' | 'read' | 'admin'): Record<string, string> => ({
  'content-type': 'application/json',
  'x-functions-key': `local-${role}-key`,
})

export const adminHeaders = header('admin')

/** Sends a body to collect; a refusal ends the benchmark. */
export async function post(url: string, address: string, body: string): Promise<void> {
  const response = await fetch(`${url}/v1/${address}`, {
    method: 'POST',
    headers: header('write'),
    body,
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`collect answered ${response.status}: ${text}`)
}

const profileSchema = z.object({ activityCount: z.number() })

/** How many activities a profile shows; 0 while there is none. */
export async function shownActivities(url: string, key: string): Promise<number> {
  const address = `${url}/v1/profiles/${encodeURIComponent(key)}?include=identifiers,segments,measures`
  const response = await fetch(address, { headers: header('read') })
  const text = await response.text()
  if (response.status === 404) return 0
  if (response.status !== 200) throw new Error(`profiles answered ${response.status}: ${text}`)
  return profileSchema.parse(JSON.parse(text)).activityCount
}

const timelineSchema = z.object({
  activities: z.object({
    value: z.array(z.object({ activityId: z.string() })),
    nextLink: z.string().optional(),
  }),
})

/** The ids of all activities on a profile's timeline; a visitor without a profile has none. */
export async function timelineOf(url: string, key: string): Promise<string[]> {
  const query = 'include=activities&top=1000'
  const ids: string[] = []
  let next: string | undefined = `${url}/v1/profiles/${encodeURIComponent(key)}?${query}`
  while (next !== undefined) {
    const response: Response = await fetch(next, { headers: header('read') })
    const text = await response.text()
    if (response.status === 404) return []
    if (response.status !== 200) throw new Error(`profiles answered ${response.status}: ${text}`)
    const { activities } = timelineSchema.parse(JSON.parse(text))
    ids.push(...activities.value.map(({ activityId }) => activityId))
    next = activities.nextLink
  }
  return ids
}

const stateSchema = z.object({ pendingBlobs: z.number() })
const longestWaitMs = 120_000

/** Waits until every log blob has its receipt; fails where there is no progress for long. */
export async function waitUntilWorkedOff({ url }: Pick<Runtime, 'url'>): Promise<void> {
  let fewest = Infinity
  let end = performance.now() + longestWaitMs
  for (;;) {
    const address = `${url}/v1/instances/default/profilestore/stateinfo`
    const response = await fetch(address, { headers: header('admin') })
    const { pendingBlobs } = stateSchema.parse(await response.json())
    if (pendingBlobs === 0) return
    if (pendingBlobs < fewest) end = performance.now() + longestWaitMs
    fewest = Math.min(fewest, pendingBlobs)
    if (performance.now() > end) throw new Error(`${pendingBlobs} log blobs are not worked off`)
    await delay(200)
  }
}
