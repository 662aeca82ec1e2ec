import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { withoutShared } from '../setup/shared-data.ts'
import { settled } from './chaos.ts'
import { activityIds, answeredProfiles, cleanProfiles, identifiersOf } from './profile-forms.ts'
import { collect, startRuntime, type Runtime } from './runtime.ts'
import { startSecondHost, type SecondHost } from './second-host.ts'
import { seededRandom, shuffled } from '../factories/random.ts'
import { readStream } from './synth-stream.ts'

describe.skipIf(withoutShared)('two hosts on one data folder', () => {
  let runtime: Runtime
  let second: SecondHost

  beforeAll(async () => {
    runtime = await startRuntime()
    second = await startSecondHost(runtime)
  })
  afterAll(async () => {
    await second.stop()
    await runtime.dispose()
  })

  it('share the work and agree', { timeout: 120_000 }, async () => {
    const calls = await readStream(600)
    const sends = shuffled([...calls, ...calls], seededRandom(3))
    const batches = Array.from({ length: sends.length / 20 }, (_, index) =>
      sends.slice(index * 20, index * 20 + 20),
    )
    await mapLimited([...batches.entries()], 8, async ([index, batch]) => {
      const url = index % 2 === 0 ? runtime.url : second.url
      expect((await collect(url, 'batch', { batch })).body['accepted']).toBe(20)
    })
    const distinct = [...new Set(calls.map(({ messageId }) => messageId))].sort()
    expect(await settled(second.url)).toMatchObject({ activities: distinct.length })
    const identifiers = identifiersOf(calls)
    const [first, other] = await Promise.all([
      answeredProfiles(runtime.url, identifiers),
      answeredProfiles(second.url, identifiers),
    ])
    expect(other).toEqual(first)
    expect(first).toEqual(await cleanProfiles(calls))
    expect(activityIds(first).sort()).toEqual(distinct)
  })
})
