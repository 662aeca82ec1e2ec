import { describe, expect, it } from 'vitest'
import { putIdentity } from '../../../shared/workspace/identity-definition.ts'
import { endOf, type MemoryDeployment } from '../rebuild/deployment.ts'
import { withStory } from '../rebuild/story.ts'

async function rebuilds(deployment: MemoryDeployment): Promise<string[]> {
  const jobs = await (await deployment.current()).runStore.latest(100)
  return jobs.filter(({ operationType }) => operationType === 'rebuild').map(({ jobId }) => jobId)
}

/** A deployment whose definitions ask for a rebuild that cannot succeed. */
async function withLoss(): Promise<MemoryDeployment> {
  const deployment = await withStory()
  const [blob = ''] = deployment.storage.eventLog.blobs.keys()
  deployment.storage.eventLog.blobs.set(blob, new Uint8Array([1, 2, 3]))
  await putIdentity(await deployment.current(), { body: { visitGap: 5 } })
  return deployment
}

async function failOnce(deployment: MemoryDeployment): Promise<void> {
  const [jobId = ''] = await rebuilds(deployment)
  expect(await endOf(deployment, jobId)).toMatchObject({ status: 'failed' })
}

describe('a job that definitions ask for', () => {
  it('is tried again ever more rarely while it fails', async () => {
    const deployment = await withLoss()
    await deployment.minute()
    const started: number[] = []
    for (let minute = 0; minute < 200; minute += 1) {
      const before = (await rebuilds(deployment)).length
      if ((await deployment.job((await rebuilds(deployment))[0] ?? '')).status === 'running') {
        await failOnce(deployment)
      }
      await deployment.minute()
      if ((await rebuilds(deployment)).length > before) started.push(minute)
    }
    expect(started.length).toBeGreaterThan(2)
    expect(started.length).toBeLessThan(6)
  })

  it('is tried at once after a change of definitions', async () => {
    const deployment = await withLoss()
    await deployment.minute()
    await failOnce(deployment)
    await deployment.minute()
    expect(await rebuilds(deployment)).toHaveLength(1)
    await putIdentity(await deployment.current(), { body: { visitGap: 6 } })
    await deployment.minute()
    expect(await rebuilds(deployment)).toHaveLength(2)
  })
})
