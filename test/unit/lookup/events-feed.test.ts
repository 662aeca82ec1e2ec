import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { eventsFeed } from '../../../shared/lookup/events-feed.ts'
import { memoryStorage, testContext, testNow } from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

it('a blob or a line that cannot be read hides nothing else from the feed', async () => {
  const storage = memoryStorage()
  const older = logCalls(storage, [{ call: aCall({ messageId: 'old' }) }])
  const mixed = logCalls(storage, [{ call: aCall({ messageId: 'new' }) }])
  const line = JSON.stringify({
    receivedAt: new Date(testNow).toISOString(),
    source: 'web',
    call: aCall({ messageId: 'new' }),
  })
  storage.eventLog.blobs.set(mixed, gzipSync(`not json\n${line}`))
  storage.eventLog.blobs.set(older.replace('.ndjson', 'Z.ndjson'), Buffer.from('not gzip'))
  const query = { since: 0, status: undefined, top: 10 }
  const feed = await eventsFeed(testContext(storage), query)
  expect(feed.map(({ messageId }) => messageId)).toEqual(['new', 'old'])
})
