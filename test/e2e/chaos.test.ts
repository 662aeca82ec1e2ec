import { describe, expect, it } from 'vitest'
import { withoutShared } from '../setup/shared-data.ts'
import { runChaos } from './chaos.ts'
import { readStream } from './synth-stream.ts'

describe.skipIf(withoutShared)('a stream sent twice, shuffled, while host and broker die', () => {
  it('is once on its timelines, in the profiles of a clean run', { timeout: 300_000 }, async () => {
    const calls = await readStream(5000)
    const result = await runChaos({ calls, kills: 3, clients: 8, seed: 1 })
    const distinct = [...new Set(calls.map(({ messageId }) => messageId))]
    expect([...result.timeline].sort()).toEqual(distinct.sort())
    expect(result.actual).toEqual(result.expected)
    expect(result.state).toMatchObject({ activities: distinct.length })
  })
})
