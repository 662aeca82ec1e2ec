import { describe, expect, it } from 'vitest'
import { tableMetricStore } from '../../../../shared/platform/azure/table-metric-store.ts'
import type { Table } from '../../../../shared/platform/azure/table.ts'
import { memoryTable } from '../../../doubles/memory-table.ts'
import { testNow } from '../../../doubles/test-context.ts'

const clock = (): number => testNow

describe('a counter', () => {
  it('is the sum over all processes, as far as written', async () => {
    const table = memoryTable()
    const [one, other] = [
      tableMetricStore(table, 'p1', clock),
      tableMetricStore(table, 'p2', clock),
    ]
    one.count('rejected', 2)
    other.count('rejected', 3)
    await one.flush()
    expect(await other.total('rejected')).toBe(2)
    await Promise.all([one.flush(), other.flush()])
    expect(await one.total('rejected')).toBe(5)
    expect(await one.total('constructor')).toBe(0)
  })

  it('never falls back to an earlier value when flushes overlap', async () => {
    const inner = memoryTable()
    const waiting: (() => void)[] = []
    const slow: Table = {
      ...inner,
      write: async (partition, writes) => {
        await new Promise<void>((resolve) => waiting.push(resolve))
        return inner.write(partition, writes)
      },
    }
    const metrics = tableMetricStore(slow, 'p1', clock)
    metrics.count('rejected', 1)
    const first = metrics.flush()
    metrics.count('rejected', 1)
    const second = metrics.flush()
    for (let turn = 0; turn < 20; turn += 1) {
      // The latest write ends first, where two are under way.
      waiting.pop()?.()
      await new Promise(setImmediate)
    }
    await Promise.all([first, second])
    expect(await metrics.total('rejected')).toBe(2)
  })

  it('is written later when the table did not answer', async () => {
    const inner = memoryTable()
    let isDown = true
    const table: Table = {
      ...inner,
      write: (...args) => (isDown ? Promise.reject(new Error('down')) : inner.write(...args)),
    }
    const metrics = tableMetricStore(table, 'p1', clock)
    metrics.count('rejected', 1)
    await expect(metrics.flush()).rejects.toThrow('down')
    isDown = false
    await metrics.flush()
    expect(await metrics.total('rejected')).toBe(1)
  })
})
