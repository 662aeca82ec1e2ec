import { describe, expect, it } from 'vitest'
import { tableAttributeNames } from '../../../shared/platform/azure/table-attribute-names.ts'
import { mostAttributeNames } from '../../../shared/unify/attribute-names.ts'
import { memoryTable } from '../../doubles/memory-table.ts'

const names = (start: number, count: number): Set<string> =>
  new Set(Array.from({ length: count }, (_, index) => `name${start + index}`))

function setUp() {
  const inner = memoryTable()
  let calls = 0
  const refused: number[] = []
  const counting = <T>(call: () => T): T => {
    calls += 1
    return call()
  }
  const table = {
    get: inner.get,
    listBefore: inner.listBefore,
    list: (...args: Parameters<typeof inner.list>) => counting(() => inner.list(...args)),
    write: (...args: Parameters<typeof inner.write>) => counting(() => inner.write(...args)),
  }
  const count = (_name: string, amount: number): number => refused.push(amount)
  const worker = () => tableAttributeNames(table, { count })
  return { worker, refused, calls: () => calls, rows: inner.rows }
}

describe('names of attributes', () => {
  it('are accepted up to the bound, and then only those there are', async () => {
    const { worker, refused } = setUp()
    const { accept } = worker()
    expect(await accept(names(0, 600))).toEqual(names(0, 600))
    expect((await accept(names(500, 800))).size).toBe(500)
    expect(refused).toEqual([300])
    expect(await accept(new Set(['name0', 'another']))).toEqual(new Set(['name0']))
  })

  it('cost nothing once they are known, or the bound is reached', async () => {
    const { worker, calls } = setUp()
    const { accept } = worker()
    await accept(names(0, mostAttributeNames + 1))
    expect(calls()).toBeLessThan(40)
    const before = calls()
    for (let start = 0; start < 5000; start += 500) await accept(names(start, 500))
    expect(calls()).toBe(before)
  })

  it('are the same for all workers, also when they come at once', async () => {
    const { worker, rows } = setUp()
    const workers = [worker(), worker(), worker()]
    const outcomes = await Promise.all(
      workers.map(({ accept }, index) => accept(names(index * 400, 600))),
    )
    const accepted = new Set(outcomes.flatMap((some) => [...some]))
    expect(accepted.size).toBe(mostAttributeNames)
    expect(rows()).toHaveLength(mostAttributeNames + 1)
    for (const { accept } of [...workers, worker()]) {
      expect(await accept(names(0, 1400))).toEqual(accepted)
    }
  })
})
