import { beforeAll, describe, expect, it } from 'vitest'
import { cancelJob } from '../../../shared/jobs/jobs.ts'
import { canonicalState, unfinished } from '../../doubles/canonical-state.ts'
import { dyingAt, endOf, type MemoryDeployment } from './deployment.ts'
import { later, stateWithLater, withStory } from './story.ts'

/** Something that happens once, before the n-th storage call of a rebuild. */
async function interrupted(
  deployment: MemoryDeployment,
  at: number,
  happening: (jobId: string) => Promise<unknown>,
): Promise<string> {
  const jobId = await deployment.start('rebuild')
  let calls = 0
  await deployment.turn(jobId, async (_name, call) => {
    calls += 1
    if (calls === at) await happening(jobId)
    return call()
  })
  return jobId
}

/** A worker makes so few calls once its job has ended. */
const mostCallsAfterEnd = 5

/** What must hold wherever a rebuild is met; tried at every `step`-th storage call of it. */
export function rebuildFaultsSuite(step: number): void {
  describe('a rebuild, at whichever storage call of it', () => {
    let clean: string
    let moments: readonly number[]

    beforeAll(async () => {
      clean = await stateWithLater()
      const trial = await withStory()
      const counted = dyingAt(Infinity)
      await trial.turn(await trial.start('rebuild'), counted.intercept)
      expect(counted.calls()).toBeGreaterThan(100)
      moments = Array.from({ length: counted.calls() / step }, (_, index) => 1 + index * step)
    })

    const expectClean = async (deployment: MemoryDeployment, at: number): Promise<void> => {
      await deployment.workOff()
      await deployment.minute()
      const tables = deployment.tables(await deployment.generation())
      expect(canonicalState(tables), `call ${at}`).toBe(clean)
      expect(unfinished(tables), `call ${at}`).toEqual([])
    }

    it('loses no event that arrives', async () => {
      for (const at of moments) {
        const deployment = await withStory()
        const jobId = await interrupted(deployment, at, () => deployment.receive(later))
        expect(await deployment.job(jobId), `call ${at}`).toMatchObject({ status: 'succeeded' })
        expect(await deployment.generation()).toBe(1)
        await expectClean(deployment, at)
      }
    })

    it('goes on after the death of its worker', async () => {
      for (const at of moments) {
        const deployment = await withStory()
        const jobId = await deployment.start('rebuild')
        await deployment.turn(jobId, dyingAt(at).intercept).catch(() => undefined)
        await deployment.receive(later)
        deployment.advance(2 * 60_000)
        expect(await endOf(deployment, jobId), `call ${at}`).toMatchObject({ status: 'succeeded' })
        expect(await deployment.generation()).toBe(1)
        await expectClean(deployment, at)
      }
    })

    it('can be cancelled, and leaves either nothing or a whole generation', async () => {
      const generations = new Set<number>()
      for (const at of moments) {
        const deployment = await withStory()
        const jobId = await interrupted(deployment, at, async (jobId) => {
          await cancelJob(await deployment.current(), jobId)
          deployment.advance(1000)
        })
        // At its last few calls it has ended already.
        const { status } = await deployment.job(jobId)
        const isOver = status === 'succeeded' && at > (moments.at(-1) ?? 0) - mostCallsAfterEnd
        expect(status, `call ${at}`).toBe(isOver ? 'succeeded' : 'cancelled')
        await deployment.receive(later)
        await expectClean(deployment, at)
        const generation = await deployment.generation()
        generations.add(generation)
        const left = [...deployment.storage.moreTables.keys()]
        expect(left.includes('profiles1'), `call ${at}`).toBe(generation === 1)
        const again = await endOf(deployment, await deployment.start('rebuild'))
        expect(again, `call ${at}`).toMatchObject({ status: 'succeeded' })
        await expectClean(deployment, at)
      }
      expect(generations).toContain(0)
    })

    it('is taken over by another worker while the first one still works', async () => {
      for (const at of moments) {
        const deployment = await withStory()
        const jobId = await interrupted(deployment, at, async (jobId) => {
          deployment.advance(2 * 60_000)
          await deployment.turn(jobId)
        })
        expect(await deployment.job(jobId), `call ${at}`).toMatchObject({ status: 'succeeded' })
        expect(await deployment.generation()).toBe(1)
        await deployment.receive(later)
        await expectClean(deployment, at)
      }
    })
  })
}
