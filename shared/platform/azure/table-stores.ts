import type { Context } from '../../workspace/context.ts'
import type { Clock } from '../clock/clock.ts'
import type { NewId } from '../ids/new-id.ts'
import { silentMetrics, silentRejects } from './silent-stores.ts'
import { tableAttributeNames } from './table-attribute-names.ts'
import { tableCorrectionStore } from './table-correction-store.ts'
import { tableDueStore } from './table-due-store.ts'
import { tableMemberStore } from './table-member-store.ts'
import { tableMessageStore } from './table-message-store.ts'
import { tableMetricStore } from './table-metric-store.ts'
import { tableNodeStore } from './table-node-store.ts'
import { tableProfileStore } from './table-profile-store.ts'
import { tableReceiptStore } from './table-receipt-store.ts'
import { tableRejectStore } from './table-reject-store.ts'
import { tableRunStore } from './table-run-store.ts'
import { tableSeenNamespaces } from './table-seen-namespaces.ts'
import type { Table } from './table.ts'

/** The part of a context that lies in tables. */
export type TableStores = Pick<
  Context,
  | 'metrics'
  | 'rejectStore'
  | 'nodeStore'
  | 'messageStore'
  | 'receiptStore'
  | 'attributeNames'
  | 'seenNamespaces'
  | 'profileStore'
  | 'memberStore'
  | 'dueStore'
  | 'runStore'
  | 'correctionStore'
>

export interface TableStoreInputs {
  /** A table by the name that `infra/storage.json` gives it. */
  readonly table: (name: string) => Table
  readonly now: Clock
  readonly newId: NewId
  /** Which generation of the tables of profiles it is; the first one where it is left out. */
  readonly generation?: number
  /** True where nothing is counted and no refusals are noted. */
  readonly silent?: boolean
}

/**
 * Rows of a newer generation have higher versions than those they replace, as far as a row is not
 * written more often than this: whoever was told of a version goes by that.
 */
const versionsAGeneration = 1_000_000

/** All stores on their tables. */
export function tableStores(inputs: TableStoreInputs): TableStores {
  const { table, now, newId, generation = 0, silent = false } = inputs
  const metrics = silent ? silentMetrics : tableMetricStore(table('metrics'), newId(), now)
  const firstVersion = generation * versionsAGeneration
  return {
    metrics,
    rejectStore: silent ? silentRejects : tableRejectStore(table('rejects'), newId, now),
    nodeStore: tableNodeStore(table('identities')),
    messageStore: tableMessageStore(table('messages')),
    receiptStore: tableReceiptStore(table('receipts')),
    attributeNames: tableAttributeNames(table('metrics'), metrics),
    seenNamespaces: tableSeenNamespaces(table('metrics')),
    dueStore: tableDueStore(table('due')),
    profileStore: tableProfileStore(table('profiles'), firstVersion),
    memberStore: tableMemberStore(table('members'), firstVersion),
    runStore: tableRunStore(table('runs'), generation),
    correctionStore: tableCorrectionStore(table('corrections')),
  }
}
