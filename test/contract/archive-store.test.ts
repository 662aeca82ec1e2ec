import { describe, expect, it } from 'vitest'
import { blobArchiveStore } from '../../shared/platform/azure/blob-archive-store.ts'
import type { ArchiveStore } from '../../shared/profiles/archive-store.ts'
import { memoryArchiveStore } from '../doubles/memory-archive-store.ts'
import { describeOnAzurite } from './describe-on-azurite.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

async function textOf(read: Promise<Uint8Array | undefined>): Promise<string | undefined> {
  const content = await read
  return content && Buffer.from(content).toString()
}

function describeArchive(name: string, open: () => ArchiveStore): void {
  describe(name, () => {
    it('keeps blobs in order, reads parts of them, and forgets what is removed', async () => {
      const store = open()
      await store.write('2026-03-02/b', bytes('second'))
      await store.write('2026-03-01/a', bytes('the first'))
      await store.write('2026-03-01/a', bytes('another'))
      expect(await store.list({ top: 10 })).toEqual(['2026-03-01/a', '2026-03-02/b'])
      expect(await store.list({ top: 1 })).toEqual(['2026-03-01/a'])
      expect(await store.list({ after: '2026-03-01/a', top: 10 })).toEqual(['2026-03-02/b'])
      const place = { blob: '2026-03-01/a', offset: 4, length: 5 }
      expect(await textOf(store.read(place))).toBe('first')
      expect(await textOf(store.readAll('2026-03-01/a'))).toBe('the first')
      await store.remove('2026-03-01/a')
      await store.remove('2026-03-01/a')
      expect(await store.read(place)).toBeUndefined()
      expect(await store.readAll('2026-03-01/a')).toBeUndefined()
      expect(await store.list({ top: 10 })).toEqual(['2026-03-02/b'])
    })
  })
}

describeArchive('an archive in memory', memoryArchiveStore)

describeOnAzurite((connect) => {
  describeArchive('an archive of the service', () =>
    blobArchiveStore(connect().container('archive')),
  )
})
