import { beforeAll, describe, expect, it } from 'vitest'
import { azureTable } from '../../shared/platform/azure/azure-table.ts'
import type { RowWrite, Table } from '../../shared/platform/azure/table.ts'
import { packJson, unpackJson } from '../../shared/platform/azure/packed-json.ts'
import { memoryTable } from '../doubles/memory-table.ts'
import { describeOnAzurite } from './describe-on-azurite.ts'

const insert = (rowKey: string, value: string): RowWrite => ({
  kind: 'insert',
  rowKey,
  cells: { value },
})

/** What the stores rely on; the memory double must do the same as the service. */
function describeTable(name: string, open: () => Table): void {
  describe(name, () => {
    let table: Table
    let partitions = 0
    const freshPartition = (): string => `p${(partitions += 1)}`

    beforeAll(() => {
      table = open()
    })

    it('reads back what it wrote, absent rows as undefined', async () => {
      const partition = freshPartition()
      expect(await table.get(partition, 'a')).toBeUndefined()
      const cells = { text: "it's", number: 7, flag: true, bytes: Buffer.from([0, 255]) }
      await table.write(partition, [{ kind: 'insert', rowKey: 'a', cells }])
      const row = await table.get(partition, 'a')
      expect(row?.cells).toMatchObject({ text: "it's", number: 7, flag: true })
      expect(Buffer.from(row?.cells['bytes'] as Uint8Array)).toEqual(Buffer.from([0, 255]))
    })

    it('lists what stands before a partition, over all of them, in order and in pages', async () => {
      for (const [partition, rowKey] of [
        ['a-2', 'y'],
        ['a-1', 'x'],
        ['a-2', 'x'],
        ['a-3', 'x'],
      ] as const) {
        await table.write(partition, [insert(rowKey, partition)])
      }
      const read = async (range: Parameters<Table['listBefore']>[1]) => {
        const rows = await table.listBefore('a-3', range)
        return rows.map(({ partition, rowKey, cells }) => [partition, rowKey, cells['value']])
      }
      const [first, ...others] = [
        ['a-1', 'x', 'a-1'],
        ['a-2', 'x', 'a-2'],
        ['a-2', 'y', 'a-2'],
      ]
      expect(await read({ top: 10 })).toEqual([first, ...others])
      expect(await read({ top: 1 })).toEqual([first])
      expect(await read({ after: { partition: 'a-1', rowKey: 'x' }, top: 10 })).toEqual(others)
      const last = { partition: 'a-2', rowKey: 'x' }
      expect(await read({ after: last, top: 10 })).toEqual(others.slice(1))
    })

    it('refuses to insert what is there', async () => {
      const partition = freshPartition()
      await table.write(partition, [insert('a', '1')])
      expect(await table.write(partition, [insert('a', '2')])).toEqual({ kind: 'conflict' })
      expect((await table.get(partition, 'a'))?.cells['value']).toBe('1')
    })

    it('replaces only the state that the ETag names', async () => {
      const partition = freshPartition()
      const first = await table.write(partition, [insert('a', '1')])
      const etag = (first.kind === 'written' && first.etags.get('a')) || ''
      const replace = (value: string): RowWrite => ({
        kind: 'replace',
        rowKey: 'a',
        cells: { value },
        etag,
      })
      expect(await table.write(partition, [replace('2')])).toMatchObject({ kind: 'written' })
      expect(await table.write(partition, [replace('3')])).toEqual({ kind: 'conflict' })
      expect((await table.get(partition, 'a'))?.cells['value']).toBe('2')
    })

    it('writes a transaction whole or not at all, and tells the ETags', async () => {
      const partition = freshPartition()
      const first = await table.write(partition, [insert('a', '1'), insert('b', '1')])
      expect(first.kind === 'written' && [...first.etags.keys()]).toEqual(['a', 'b'])
      const etag = (first.kind === 'written' && first.etags.get('a')) || ''
      const old = (first.kind === 'written' && first.etags.get('b')) || ''
      const stale: RowWrite = { kind: 'replace', rowKey: 'b', cells: { value: '2' }, etag: old }
      await table.write(partition, [stale])
      expect(await table.write(partition, [insert('c', '1'), stale])).toEqual({ kind: 'conflict' })
      expect(await table.get(partition, 'c')).toBeUndefined()
      const good: RowWrite = { kind: 'replace', rowKey: 'a', cells: { value: '2' }, etag }
      const removal: RowWrite = { kind: 'delete', rowKey: 'b', etag: '*' }
      expect(await table.write(partition, [good, removal])).toMatchObject({ kind: 'written' })
      expect(await table.get(partition, 'b')).toBeUndefined()
    })

    it('tells the ETag of every row of a transaction, whichever way it was written', async () => {
      const partition = freshPartition()
      const first = await table.write(partition, [insert('a', '1')])
      const etag = (first.kind === 'written' && first.etags.get('a')) || ''
      const cells = { value: '2' }
      const outcome = await table.write(partition, [
        { kind: 'replace', rowKey: 'a', cells, etag },
        { kind: 'upsert', rowKey: 'b', cells },
        insert('c', '2'),
      ])
      for (const rowKey of ['a', 'b', 'c']) {
        const told = outcome.kind === 'written' ? outcome.etags.get(rowKey) : undefined
        expect(told).toBe((await table.get(partition, rowKey))?.etag)
      }
    })

    it('takes 100 writes in a transaction', async () => {
      const partition = freshPartition()
      const writes = Array.from({ length: 100 }, (_, index) => insert(`k${index}`, 'v'))
      expect(await table.write(partition, writes)).toMatchObject({ kind: 'written' })
      expect(await table.list(partition)).toHaveLength(100)
    })

    it('treats the deletion of an absent row as a conflict', async () => {
      const removal: RowWrite = { kind: 'delete', rowKey: 'a', etag: '*' }
      expect(await table.write(freshPartition(), [removal])).toEqual({ kind: 'conflict' })
    })

    it('lists a partition in the order of keys, between bounds, up to a number', async () => {
      const partition = freshPartition()
      await table.write(
        partition,
        ['c', 'a', 'd', 'b'].map((key) => insert(key, key)),
      )
      const keys = async (range: Parameters<Table['list']>[1]): Promise<string[]> =>
        (await table.list(partition, range)).map(({ rowKey }) => rowKey)
      expect(await keys({})).toEqual(['a', 'b', 'c', 'd'])
      expect(await keys({ after: 'a', before: 'd' })).toEqual(['b', 'c'])
      expect(await keys({ after: 'a', top: 2 })).toEqual(['b', 'c'])
      expect(await table.list(freshPartition())).toEqual([])
    })

    it('keeps JSON of several columns', async () => {
      const partition = freshPartition()
      const value = { text: 'ä'.repeat(100_000), list: [1, null, { deep: true }] }
      await table.write(partition, [{ kind: 'insert', rowKey: 'a', cells: packJson(value) }])
      expect(unpackJson((await table.get(partition, 'a'))?.cells ?? {})).toEqual(value)
    })
  })
}

describeTable('a table in memory', memoryTable)

describeOnAzurite((connect) => {
  describeTable('a table of the service', () => azureTable(connect().table('metrics')))

  it('creating what is there changes nothing', async () => {
    await connect().createAll()
  })
})
