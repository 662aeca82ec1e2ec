import { describe, expect, it } from 'vitest'
import { readTrueStream } from '../../../bench/identity/read-stream.ts'
import { scoreStream } from '../../../bench/identity/score-stream.ts'
import { seededRandom, shuffled } from '../../factories/random.ts'
import { sharedFolder, withoutShared } from '../../setup/shared-data.ts'

describe.skipIf(withoutShared)('on a stream of 600 people, 20,688 calls with repeats', () => {
  it('activities find their owners, in whatever order they arrive', async () => {
    const stream = await readTrueStream(sharedFolder)
    if (stream === undefined) throw new Error('../shared has no data/synth-stream-dev')
    const score = scoreStream(stream)
    expect(score.precision).toBeGreaterThanOrEqual(0.999)
    expect(score.recall).toBeGreaterThanOrEqual(0.978)
    const events = shuffled(stream.events, seededRandom(7))
    expect(scoreStream({ ...stream, events })).toEqual(score)
  })
})
