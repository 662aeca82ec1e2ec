import { beforeAll, describe, expect, it } from 'vitest'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { readTimeline, type TimelineQuery } from '../../../shared/lookup/read-timeline.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

/** A visitor since 1970, an event a decade. */
const years = [1970, 1980, 1990, 2000, 2010, 2020]

describe('a timeline', () => {
  let read: (query: Partial<TimelineQuery>) => Promise<string[]>

  beforeAll(async () => {
    const storage = memoryStorage()
    const context = testContext(storage)
    const calls = years.map((year, index) => ({
      call: aCall({
        messageId: String(year),
        type: index % 2 === 0 ? 'track' : 'page',
        timestamp: `${year}-01-01T00:00:00.000Z`,
      }),
    }))
    await unifyBlobs(context, [logCalls(storage, calls)])
    const cookie = { namespace: 'anonymousId', value: 'cookie-1' }
    const { profile } = await findProfile(context, cookie)
    read = async (query) => {
      const page = await readTimeline(context, profile, { top: 100, ...query })
      return page.activities.map(({ messageId }) => messageId)
    }
  })

  const since = (iso: string) => ({ since: Date.parse(iso) })
  const until = (iso: string) => ({ until: Date.parse(iso) })

  it.each<[string, Partial<TimelineQuery>, number[]]>([
    ['whole', {}, years],
    ['since a moment, which is in', since('2000-01-01T00:00:00Z'), [2000, 2010, 2020]],
    ['since just after it', since('2000-01-01T00:00:00.001Z'), [2010, 2020]],
    ['until a moment, which is not in', until('1990-01-01T00:00:00Z'), [1970, 1980]],
    ['until just after it', until('1990-01-01T00:00:00.001Z'), [1970, 1980, 1990]],
    ['between two', { ...since('1980-01-01'), ...until('2000-01-01') }, [1980, 1990]],
    ['between two that are no span', { ...since('2000-01-01'), ...until('1990-01-01') }, []],
    ['since 1970', since('1970-01-01'), years],
    ['since before 1970', since('1900-01-01'), years],
    ['until 1970', until('1970-01-01'), []],
    ['until before 1970', until('1900-01-01'), []],
    ['since the far future', since('9999-12-31'), []],
    ['until the far future', until('9999-12-31'), years],
    ['of an event by its name', { type: 'Product Viewed' }, [1970, 1990, 2010]],
    ['of a type', { type: 'page' }, [1980, 2000, 2020]],
    ['of a type, cut', { type: 'page', top: 2 }, [2000, 2020]],
    ['of no type that there is', { type: 'constructor' }, []],
  ])('is read %s, newest first', async (_name, query, expected) => {
    expect(await read(query)).toEqual(expected.map(String).reverse())
  })
})
