import type { Context } from '../../workspace/context.ts'
import type { Clock } from '../clock/clock.ts'
import type { NewId } from '../ids/new-id.ts'
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
}

/** All stores on their tables. */
export function tableStores({ table, now, newId }: TableStoreInputs): TableStores {
  const metrics = tableMetricStore(table('metrics'), newId(), now)
  return {
    metrics,
    rejectStore: tableRejectStore(table('rejects'), newId, now),
    nodeStore: tableNodeStore(table('identities')),
    messageStore: tableMessageStore(table('messages')),
    receiptStore: tableReceiptStore(table('receipts')),
    attributeNames: tableAttributeNames(table('metrics'), metrics),
    seenNamespaces: tableSeenNamespaces(table('metrics')),
    profileStore: tableProfileStore(table('profiles')),
    memberStore: tableMemberStore(table('members')),
    dueStore: tableDueStore(table('due')),
    runStore: tableRunStore(table('runs')),
    correctionStore: tableCorrectionStore(table('corrections')),
  }
}
