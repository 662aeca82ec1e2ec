import { describe, expect, it } from 'vitest'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { readTimeline } from '../../../shared/lookup/read-timeline.ts'
import { packJson, unpackJson } from '../../../shared/platform/azure/packed-json.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { canonicalState } from '../../doubles/canonical-state.ts'
import { memoryStorage, testContext, type MemoryStorage } from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

const before = [
  { call: aCall({ messageId: 'a' }) },
  { call: aCall({ messageId: 'b', type: 'identify', userId: 'u1', traits: { plan: 'pro' } }) },
  { call: aCall({ messageId: 'c', anonymousId: 'cookie-2', userId: 'u1' }) },
]
const after = [{ call: aCall({ messageId: 'd', timestamp: '2026-03-01T11:00:00.000Z' }) }]
const user = { namespace: 'userId', value: 'u1' }

interface EarlierIdentifier {
  readonly id: string
}

/** Rewrites what is stored to what was stored before there were histories and homes. */
async function makeEarlier(storage: MemoryStorage): Promise<void> {
  const { identities, profiles } = storage.tables
  for (const [partition, { rowKey, cells, etag }] of identities.rows()) {
    if (rowKey !== 'node') continue
    const { history, ...facts } = unpackJson(cells) as { history: { lanes: unknown[] } }
    const activityCount = identities.rows().filter(([other]) => other === partition).length - 1
    expect(history.lanes.length > 0).toBe(activityCount > 0)
    const earlier = packJson({ ...facts, activityCount })
    const write = {
      kind: 'replace',
      rowKey,
      etag,
      cells: { version: cells['version'], ...earlier },
    }
    await identities.write(partition, [write as never])
  }
  for (const [partition, { rowKey, cells, etag }] of profiles.rows()) {
    const { content, owed } = unpackJson(cells) as {
      content: { kind: string; profile?: Record<string, unknown> }
      owed: unknown
    }
    if (content.profile === undefined) continue
    const { homes, identifiers, ...profile } = content.profile as {
      homes: { id: string; activityCount: number }[]
      identifiers: EarlierIdentifier[]
    }
    const earlier = identifiers.map((identifier) => ({
      ...identifier,
      activityCount: homes.find(({ id }) => id === identifier.id)?.activityCount ?? 0,
    }))
    const { kind } = content
    const body = packJson({
      owed,
      content: { kind, profile: { ...profile, identifiers: earlier } },
    })
    const write = { kind: 'replace', rowKey, etag, cells: { ...cells, ...body } }
    await profiles.write(partition, [write as never])
  }
}

async function stored(isEarlier: boolean): Promise<MemoryStorage> {
  const storage = memoryStorage()
  await unifyBlobs(testContext(storage), [logCalls(storage, before)])
  if (isEarlier) await makeEarlier(storage)
  return storage
}

describe('rows that were stored before profiles owned slices', () => {
  it('are looked up as before, timeline included', async () => {
    const context = testContext(await stored(true))
    const { profile } = await findProfile(context, user)
    expect(profile).toMatchObject({ known: true, activityCount: 3 })
    const { activities } = await readTimeline(context, profile, { top: 10 })
    expect(activities.map(({ messageId }) => messageId).sort()).toEqual(['a', 'b', 'c'])
  })

  it('become what they would be now when something happens to any of them', async () => {
    const [earlier, now] = [await stored(true), await stored(false)]
    for (const storage of [earlier, now]) {
      await unifyBlobs(testContext(storage), [logCalls(storage, after)])
    }
    expect(canonicalState(earlier)).toBe(canonicalState(now))
    const { profile } = await findProfile(testContext(earlier), user)
    expect(profile).toMatchObject({ activityCount: 4 })
    expect(profile.attributes).toMatchObject([{ name: 'plan', value: 'pro' }])
  })
})
