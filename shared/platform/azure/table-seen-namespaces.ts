import type { SeenNamespaces } from '../../unify/seen-namespaces.ts'
import type { RowWrite, Table } from './table.ts'

const partition = 'namespaces'
const mostRows = 100

/** Names of namespaces in table `metrics`; what this process knows is not written again. */
export function tableSeenNamespaces(table: Table): SeenNamespaces {
  const known = new Set<string>()
  return {
    note: async (names) => {
      const fresh = [...names].filter((name) => !known.has(name))
      for (let start = 0; start < fresh.length; start += mostRows) {
        const part = fresh.slice(start, start + mostRows)
        const writes = part.map((name): RowWrite => ({ kind: 'upsert', rowKey: name, cells: {} }))
        await table.write(partition, writes)
        for (const name of part) known.add(name)
      }
      return fresh.length > 0
    },
    list: async () => new Set((await table.list(partition)).map(({ rowKey }) => rowKey)),
  }
}
