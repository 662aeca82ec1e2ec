import { describe, expect, it } from 'vitest'
import type { EventLog } from '../../shared/collect/event-log.ts'
import { tallyOf } from '../../shared/collect/tally.ts'
import { blobEventLog } from '../../shared/platform/azure/blob-event-log.ts'
import { readWorkspaceRoot } from '../../shared/platform/azure/workspace-root.ts'
import { memoryEventLog } from '../doubles/memory-event-log.ts'
import { describeOnAzurite } from './describe-on-azurite.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

const tally = tallyOf([
  { receivedAt: 1_772_359_200_123, lines: ['a', 'b'] },
  { receivedAt: 1_772_359_201_000, lines: ['c'] },
])

function describeEventLog(name: string, open: () => EventLog): void {
  describe(name, () => {
    it('keeps blobs by hour, in order, and never overwrites one', async () => {
      const log = open()
      await log.append('2026-03-01/10/B', bytes('b'))
      await log.append('2026-03-01/10/A', bytes('a'))
      await log.append('2026-03-01/10/A', bytes('other'))
      await log.append('2026-02-28/23/Z', bytes('z'))
      expect(await log.list('2026-03-01/10')).toEqual(['2026-03-01/10/A', '2026-03-01/10/B'])
      expect(await log.list('2026-03-01/10', 'B')).toEqual(['2026-03-01/10/B'])
      expect(await log.list('2026-03-01/10', 'C')).toEqual([])
      expect(Buffer.from((await log.read('2026-03-01/10/A')) ?? []).toString()).toBe('a')
      expect(await log.hours('')).toEqual(['2026-02-28/23', '2026-03-01/10'])
      expect(await log.hours('2026-03-01/10')).toEqual(['2026-03-01/10'])
      expect(await log.read('2026-03-01/10/C')).toBeUndefined()
    })

    it('lists blobs with the tallies that were written with them', async () => {
      const log = open()
      await log.append('2026-03-02/10/A', bytes('a'), tally)
      await log.append('2026-03-02/10/B', bytes('b'))
      const [first, second] = [
        { blob: '2026-03-02/10/A', tally },
        { blob: '2026-03-02/10/B', tally: undefined },
      ]
      expect(await log.listTallied('2026-03-02/10')).toEqual([first, second])
      expect(await log.listTallied('2026-03-02/10', 'B')).toEqual([second])
      expect(await log.list('2026-03-02/10')).toEqual([first.blob, second.blob])
    })
  })
}

describeEventLog('an event log in memory', memoryEventLog)

describeOnAzurite((connect) => {
  describeEventLog('an event log of the service', () => blobEventLog(connect().container('events')))

  it('the root of a workspace is made once', async () => {
    const container = connect().container('workspace')
    const roots = await Promise.all([1, 2, 3].map(() => readWorkspaceRoot(container)))
    expect(new Set(roots).size).toBe(1)
  })
})
