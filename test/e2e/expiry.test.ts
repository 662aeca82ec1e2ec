import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from './jobs.ts'
import { collect, keys, profileOnce, startRuntime, type Runtime } from './runtime.ts'

const cookie = 'anonymousId:idle-1'

async function stateInfo(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/v1/instances/default/profilestore/stateinfo`, {
    headers: keys.read,
  })
  return answer.json()
}

const daysAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

describe('a visitor who stays away', () => {
  let runtime: Runtime

  beforeAll(async () => {
    runtime = await startRuntime()
  })
  afterAll(() => runtime.dispose())

  /** The same Passerby, some days later. */
  const restart = async (days: number): Promise<void> => {
    await runtime.stop()
    const { dataFolder } = runtime
    runtime = await startRuntime({ dataFolder, environment: { PASSERBY_NOW: daysAhead(days) } })
  }

  it('is found in the archive, comes back with her next event, and is forgotten in the end', async () => {
    const call = { type: 'track', anonymousId: 'idle-1', event: 'Product viewed' }
    const batch = ['e1', 'e2', 'e3'].map((messageId) => ({ ...call, messageId }))
    await collect(runtime.url, 'batch', { batch })
    const before = await profileOnce(
      runtime.url,
      cookie,
      ({ activityCount }) => activityCount === 3,
    )

    await restart(40)
    expect(await runJob(runtime.url, 'expire')).toMatchObject({
      status: 'succeeded',
      result: { archived: 1, activities: 3, blobs: 1 },
    })
    const archived = await profileOnce(runtime.url, cookie, () => true)
    const { evaluatedAt: _then, ...same } = before as typeof before & { evaluatedAt: string }
    expect(archived).toMatchObject({ ...same, archived: true })
    expect(await stateInfo(runtime.url)).toMatchObject({ profiles: { unknown: 0, archived: 1 } })

    await collect(runtime.url, 'track', { ...call, messageId: 'e4' })
    const id = `customerId:${before.customerId}`
    const back = await profileOnce(runtime.url, id, ({ activityCount }) => activityCount === 4)
    expect(back).not.toHaveProperty('archived')
    expect(back.activities.value.map(({ activityId }) => activityId)).toHaveLength(4)
    expect(await stateInfo(runtime.url)).toMatchObject({ profiles: { unknown: 1, archived: 0 } })

    await restart(80)
    expect(await runJob(runtime.url, 'expire')).toMatchObject({ result: { archived: 1 } })
    await restart(80 + 367)
    expect(await runJob(runtime.url, 'expire')).toMatchObject({ result: { forgotten: 1 } })
    const gone = await fetch(`${runtime.url}/v1/profiles/${id}`, { headers: keys.read })
    expect(gone.status).toBe(404)
  })
})
