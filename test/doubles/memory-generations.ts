import {
  contextAt,
  rebuiltTables,
  silentContextAt,
  tableName,
} from '../../shared/platform/azure/context-at.ts'
import type { Table } from '../../shared/platform/azure/table.ts'
import { TransientError } from '../../shared/platform/errors/errors.ts'
import type { Context } from '../../shared/workspace/context.ts'
import type { Generations } from '../../shared/workspace/generations.ts'
import { memoryTable } from './memory-table.ts'
import type { MemoryStorage, MemoryTables, StorageWrap, TableName } from './test-context.ts'

/** Generations of tables in memory. */
export function memoryGenerations(
  storage: MemoryStorage,
  wrap: StorageWrap,
  fixed: () => Context,
): Generations {
  return {
    create: (generation) => {
      for (const name of tablesOf(generation)) {
        if (!storage.moreTables.has(name)) storage.moreTables.set(name, memoryTable())
      }
      return Promise.resolve()
    },
    drop: (generation) => {
      for (const name of tablesOf(generation)) storage.moreTables.delete(name)
      // Those of the first generation are there from the start; a test sees that they are empty.
      if (generation === 0) for (const name of rebuiltTables) clear(storage, name)
      return Promise.resolve()
    },
    open: (pointer) => silentContextAt(fixed(), pointer, tableOf(storage, wrap)),
  }
}

/** What works with the workspace that the pointer names now, as each batch and request does. */
export async function currentContext(
  storage: MemoryStorage,
  fixed: Context,
  wrap: StorageWrap = {},
): Promise<Context> {
  const { pointer } = await fixed.workspaceStore.readPointer()
  return contextAt(fixed, pointer, tableOf(storage, wrap))
}

/** The tables of a generation. */
export function tablesAt(storage: MemoryStorage, generation: number): MemoryTables {
  const named = rebuiltTables.map((name) => [
    name,
    tableNamed(storage, tableName(name, generation)),
  ])
  return { ...storage.tables, ...Object.fromEntries(named) } as MemoryTables
}

function tableOf(storage: MemoryStorage, wrap: StorageWrap): (name: string) => Table {
  return (name) => {
    // Looked for with each call: a table may have been dropped meanwhile.
    const table: Table = {
      get: async (...args) => tableNamed(storage, name).get(...args),
      write: async (...args) => tableNamed(storage, name).write(...args),
      list: async (...args) => tableNamed(storage, name).list(...args),
      listBefore: async (...args) => tableNamed(storage, name).listBefore(...args),
    }
    return wrap.table?.(table, name.replace(/\d+$/, '') as TableName) ?? table
  }
}

function tableNamed(storage: MemoryStorage, name: string): ReturnType<typeof memoryTable> {
  const tables = new Map<string, ReturnType<typeof memoryTable>>(Object.entries(storage.tables))
  const table = storage.moreTables.get(name) ?? tables.get(name)
  if (table !== undefined) return table
  throw new TransientError({ code: 'StorageUnavailable', message: `There is no table ${name}.` })
}

function clear(storage: MemoryStorage, name: string): void {
  storage.tables[name as TableName] = memoryTable()
}

function tablesOf(generation: number): string[] {
  return rebuiltTables.map((name) => tableName(name, generation)).filter(() => generation > 0)
}
