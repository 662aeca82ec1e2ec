import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { EventLog } from '../../../shared/collect/event-log.ts'
import { createGroupCommit, type GroupCommitOptions } from '../../../shared/collect/group-commit.ts'
import type { WrittenBlob } from '../../../shared/collect/recent-writes.ts'
import { memoryEventLog } from '../../doubles/memory-event-log.ts'
import { testNow } from '../../doubles/test-context.ts'

const received = (lines: readonly string[], receivedAt = testNow) => ({ receivedAt, lines })

function aGroupCommit(options: Partial<GroupCommitOptions> = {}) {
  const log = memoryEventLog()
  const written: string[] = []
  let ids = 0
  const commits = createGroupCommit({
    log,
    now: () => testNow,
    newId: () => `id${(ids += 1)}`,
    onWritten: ({ blob }) => written.push(blob),
    lingerMs: 0,
    ...options,
  })
  const blobs = (): string[][] =>
    [...log.blobs.values()].map((blob) => gunzipSync(blob).toString().trimEnd().split('\n'))
  return { log, written, commits, blobs }
}

describe('lines that are committed', () => {
  it('share one blob when they come together, each on a line', async () => {
    const { commits, blobs, written } = aGroupCommit()
    await Promise.all([commits.commit(received(['a', 'b'])), commits.commit(received(['c']))])
    expect(blobs()).toEqual([['a', 'b', 'c']])
    expect(written).toEqual(['2026-03-01/12/id1.ndjson.gz'])
  })

  it('lie in blobs of their own when they come one after the other', async () => {
    const { commits, blobs } = aGroupCommit()
    await commits.commit(received(['a']))
    await commits.commit(received(['b']))
    expect(blobs()).toEqual([['a'], ['b']])
  })

  it('of one request never lie in two blobs', async () => {
    const { commits, blobs } = aGroupCommit({ mostLines: 2 })
    await Promise.all(
      [['a'], ['b', 'c', 'd'], ['e'], ['f']].map((lines) => commits.commit(received(lines))),
    )
    expect(blobs().sort()).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']])
  })

  it('wait together while as many writes as allowed are under way', async () => {
    const inner = memoryEventLog()
    const open: (() => void)[] = []
    const log: EventLog = {
      ...inner,
      append: async (blob, content) => {
        await new Promise<void>((resolve) => open.push(resolve))
        return inner.append(blob, content)
      },
    }
    const started = async (count: number): Promise<void> => {
      while (open.length < count) await new Promise(setImmediate)
    }
    const { commits } = aGroupCommit({ log, mostWrites: 1 })
    const first = commits.commit(received(['a']))
    await started(1)
    const others = ['b', 'c', 'd'].map((line) => commits.commit(received([line])))
    open[0]?.()
    await first
    await started(2)
    open[1]?.()
    await Promise.all(others)
    expect(inner.blobs.size).toBe(2)
  })
})

it('what is written tells when its lines were received, in the log and to who is told', async () => {
  const told: WrittenBlob[] = []
  const { commits, log } = aGroupCommit({ onWritten: (written) => told.push(written) })
  await Promise.all([
    commits.commit(received(['a', 'b'], testNow - 1)),
    commits.commit(received(['c'])),
  ])
  const tally = {
    first: testNow - 1,
    last: testNow,
    perSecond: new Map([
      [testNow - 1000, 2],
      [testNow, 1],
    ]),
  }
  const blob = '2026-03-01/12/id1.ndjson.gz'
  expect(told).toEqual([{ blob, tally, content: log.blobs.get(blob) }])
  expect(await log.listTallied('2026-03-01/12')).toEqual([{ blob, tally }])
})

describe('a log that does not answer', () => {
  const failing = (isBad: (call: number) => boolean) => {
    const inner = memoryEventLog()
    let calls = 0
    const log: EventLog = {
      ...inner,
      append: (blob, content) => {
        calls += 1
        return isBad(calls) ? Promise.reject(new Error('no log')) : inner.append(blob, content)
      },
    }
    return aGroupCommit({ log, mostLines: 1, mostWrites: 1 })
  }

  it('is told to everybody whose lines were in the blob, and to nobody else', async () => {
    const { commits, written } = failing((call) => call === 1)
    const outcomes = await Promise.allSettled([
      commits.commit(received(['a'])),
      commits.commit(received(['b'])),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(written).toHaveLength(1)
  })

  it('does not keep later lines from being written', async () => {
    const { commits } = failing((call) => call <= 5)
    for (let call = 1; call <= 5; call += 1) {
      await expect(commits.commit(received(['a']))).rejects.toThrow('no log')
    }
    await expect(commits.commit(received(['a']))).resolves.toBeUndefined()
  })
})
