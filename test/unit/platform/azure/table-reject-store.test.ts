import { expect, it } from 'vitest'
import type { Reject } from '../../../../shared/collect/reject-store.ts'
import { packJson } from '../../../../shared/platform/azure/packed-json.ts'
import { tableRejectStore } from '../../../../shared/platform/azure/table-reject-store.ts'
import { createNewId } from '../../../../shared/platform/ids/new-id.ts'
import { timeKey } from '../../../../shared/profiles/activity.ts'
import { memoryTable } from '../../../doubles/memory-table.ts'

const now = Date.UTC(2026, 2, 1, 12)

const aReject = (init: Partial<Reject> = {}): Reject => ({
  time: now,
  code: 'NoIdentifier',
  message: 'A call needs an identifier.',
  messageId: 'm1',
  source: 'web',
  type: 'track',
  name: 'Product Viewed',
  ...init,
})

function setUp() {
  const table = memoryTable()
  const clock = () => now
  return { table, store: tableRejectStore(table, createNewId(clock), clock) }
}

it('keeps what a refused call called itself', async () => {
  const { store } = setUp()
  const rejects = [aReject(), aReject({ time: now - 1, type: undefined, name: undefined })]
  await store.add(rejects)
  expect(await store.latest({ top: 10, since: 0 })).toEqual(rejects)
})

it('reads rows from before types and names were kept', async () => {
  const { table, store } = setUp()
  const { type: _type, name: _name, ...old } = aReject()
  const cells = packJson(old)
  await table.write('2026-03-01', [{ kind: 'insert', rowKey: `${timeKey(now)}-1`, cells }])
  expect(await store.latest({ top: 10, since: 0 })).toEqual([
    aReject({ type: undefined, name: undefined }),
  ])
})
