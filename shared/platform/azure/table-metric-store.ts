import type { MetricStore } from '../../jobs/metric-store.ts'
import type { Clock } from '../clock/clock.ts'
import type { Table } from './table.ts'

/**
 * Table `metrics`: a partition for each counter, a row for each process and day. Only its own
 * process writes a row, with the whole value, so writing twice does no harm.
 */
export function tableMetricStore(table: Table, processId: string, clock: Clock): MetricStore {
  const counts = new Map<string, number>()
  const dirty = new Set<string>()
  const keyOf = (name: string): string =>
    `${name}\n${new Date(clock()).toISOString().slice(0, 10)}-${processId}`
  let flushing = Promise.resolve()
  const writeDirty = async (): Promise<void> => {
    for (const key of [...dirty]) {
      const [name = '', rowKey = ''] = key.split('\n')
      dirty.delete(key)
      try {
        const cells = { value: counts.get(key) ?? 0 }
        await table.write(name, [{ kind: 'upsert', rowKey, cells }])
      } catch (error) {
        dirty.add(key)
        throw error
      }
    }
  }
  return {
    count: (name, amount) => {
      const key = keyOf(name)
      counts.set(key, (counts.get(key) ?? 0) + amount)
      dirty.add(key)
    },
    flush: () => {
      // One after the other: an earlier value must not arrive after a later one.
      flushing = flushing.catch(() => undefined).then(writeDirty)
      return flushing
    },
    total: async (name) => {
      const rows = await table.list(name)
      return rows.reduce((sum, { cells }) => sum + Number(cells['value'] ?? 0), 0)
    },
    byDay: async (name, since) => {
      const days = new Map<string, number>()
      for (const { rowKey, cells } of await table.list(name, { after: since })) {
        const day = rowKey.slice(0, since.length)
        days.set(day, (days.get(day) ?? 0) + Number(cells['value'] ?? 0))
      }
      return days
    },
  }
}
