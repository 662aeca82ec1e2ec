import type { EventLog } from '../../shared/collect/event-log.ts'
import type { ArchiveStore } from '../../shared/profiles/archive-store.ts'
import type { Table } from '../../shared/platform/azure/table.ts'
import type { Context } from '../../shared/workspace/context.ts'
import type { StorageWrap, TableName } from './test-context.ts'

/** Runs one storage call; the place to count it, delay it or let it fail. */
export type Interceptor = <T>(name: string, call: () => Promise<T>) => Promise<T>

/** Sends every call of a context's storage through an interceptor. */
export function interceptStorage(intercept: Interceptor): StorageWrap {
  return {
    table: (table: Table, name: TableName): Table => ({
      get: (partition, rowKey, columns) =>
        intercept(`${name}.get`, () => table.get(partition, rowKey, columns)),
      write: (partition, writes) =>
        intercept(`${name}.write`, () => table.write(partition, writes)),
      list: (partition, range) => intercept(`${name}.list`, () => table.list(partition, range)),
      listBefore: (partition, range) =>
        intercept(`${name}.list`, () => table.listBefore(partition, range)),
    }),
    archiveStore: (store: ArchiveStore): ArchiveStore => ({
      write: (blob, content) => intercept('archive.write', () => store.write(blob, content)),
      read: (place) => intercept('archive.read', () => store.read(place)),
      readAll: (blob) => intercept('archive.read', () => store.readAll(blob)),
      list: (range) => intercept('archive.list', () => store.list(range)),
      remove: (blob) => intercept('archive.remove', () => store.remove(blob)),
    }),
    eventLog: (log: EventLog): EventLog => ({
      append: (blob, content, tally) =>
        intercept('log.append', () => log.append(blob, content, tally)),
      read: (blob) => intercept('log.read', () => log.read(blob)),
      list: (hour, start) => intercept('log.list', () => log.list(hour, start)),
      listTallied: (hour, start) => intercept('log.list', () => log.listTallied(hour, start)),
      hours: (from) => intercept('log.hours', () => log.hours(from)),
    }),
    changeFeed: (feed: Context['changeFeed']): Context['changeFeed'] => ({
      publish: (changes) => intercept('changes.publish', () => feed.publish(changes)),
    }),
  }
}

/** How a call goes wrong: it does nothing, or it does its work and answers with an error. */
export type Fault = 'fails' | 'succeeds but answers 500'

/** An interceptor whose calls go wrong when `isBad` says so of the call's number, from 1. */
export function faultyCalls(
  fault: Fault,
  isBad: (call: number) => boolean,
): { readonly intercept: Interceptor; readonly calls: () => number } {
  let calls = 0
  return {
    calls: () => calls,
    intercept: async (name, call) => {
      calls += 1
      if (!isBad(calls)) return call()
      if (fault === 'succeeds but answers 500') await call()
      throw new StorageFault(name)
    },
  }
}

export class StorageFault extends Error {
  readonly retryable = true
}
