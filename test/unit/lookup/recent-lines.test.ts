import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { EventLog } from '../../../shared/collect/event-log.ts'
import { createRecentWrites } from '../../../shared/collect/recent-writes.ts'
import { TransientError } from '../../../shared/platform/errors/errors.ts'
import { recentLines, recentTimes } from '../../../shared/lookup/recent-lines.ts'
import { memoryEventLog } from '../../doubles/memory-event-log.ts'

const line = (ms: number): string =>
  `{"receivedAt":"${new Date(ms).toISOString()}","source":"we\\"b","call":{}}`

const sourceOf = (eventLog: EventLog) => ({ eventLog, recentWrites: createRecentWrites() })

function countedLog(blobs: Readonly<Record<string, readonly number[]>>) {
  const log = memoryEventLog()
  for (const [name, times] of Object.entries(blobs)) {
    log.blobs.set(name, gzipSync(times.map(line).join('\n')))
  }
  const reads: string[] = []
  const read = log.read
  log.read = (blob) => {
    reads.push(blob)
    return read(blob)
  }
  return { log, reads }
}

it('answers the lines of a blob by their time', async () => {
  const { log } = countedLog({ a: [2, 1] })
  const lines = await recentLines(sourceOf(log), 'a')
  expect(lines.map(({ time }) => time)).toEqual([1, 2])
})

it('forgets what was asked for longest ago', async () => {
  const { log, reads } = countedLog({ a: [1], b: [2], c: [3] })
  const two = { text: (line(1).length + 400) * 2, times: 1000 }
  for (const blob of ['a', 'b', 'a', 'c', 'a', 'b']) await recentLines(sourceOf(log), blob, two)
  expect(reads).toEqual(['a', 'b', 'c', 'b'])
})

it('reads a blob once for all who ask at the same time', async () => {
  const { log, reads } = countedLog({ a: [1] })
  await Promise.all([1, 2, 3].map(() => recentLines(sourceOf(log), 'a')))
  expect(reads).toEqual(['a'])
})

it('does not remember that storage did not answer', async () => {
  const { log } = countedLog({ a: [1] })
  const { read } = log
  log.read = () =>
    Promise.reject(new TransientError({ code: 'StorageUnavailable', message: 'down' }))
  await expect(recentLines(sourceOf(log), 'a')).rejects.toThrow('down')
  log.read = read
  expect(await recentLines(sourceOf(log), 'a')).toHaveLength(1)
})

it('remembers times of more blobs than fit with their text', async () => {
  const { log, reads } = countedLog({ a: [1], b: [2], c: [3] })
  const most = { text: 1, times: 1000 }
  for (const blob of ['a', 'b', 'c', 'a', 'b', 'c']) await recentTimes(sourceOf(log), blob, most)
  expect(reads).toEqual(['a', 'b', 'c'])
  expect(await recentTimes(sourceOf(log), 'b', most)).toEqual([2])
})
