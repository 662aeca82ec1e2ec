import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../shared/identity/node-id.ts'
import {
  rowHistory,
  type Cause,
  type ProfileChange,
} from '../../../shared/profiles/profile-change.ts'
import type { ProfileRow, RowContent } from '../../../shared/profiles/profile-row.ts'

const node = (value: string): NodeId => value as NodeId

/** A profile with these identifiers; the first one names it. */
function profile(...values: string[]): RowContent {
  const seen = { firstSeen: 0, lastSeen: 0 }
  return {
    kind: 'profile',
    profile: {
      ...{ customerId: node(values[0] ?? ''), known: false, ...seen },
      ...{ activityCount: 1, attributes: [], homes: [] },
      identifiers: values.map((value) => ({ id: node(value), namespace: 'ns', value, ...seen })),
    },
  }
}
const stub = (survivor: string): RowContent => ({ kind: 'stub', survivor: node(survivor) })

const row = (content: RowContent, history: readonly ProfileChange[] = []): ProfileRow => ({
  ...{ content, version: 1, owed: [], evaluatedAt: 0, history },
})

function after(
  id: string,
  before: Record<string, ProfileRow>,
  contents: Record<string, RowContent>,
  cause: Cause = {},
) {
  const { history, ...counts } = rowHistory(node(id), {
    before: new Map(Object.entries(before).map(([key, value]) => [node(key), value])),
    after: new Map(Object.entries(contents).map(([key, value]) => [node(key), value])),
    cause,
    now: 5,
  })
  return { steps: history.map(({ change, from }) => [change, ...from]), counts, history }
}

const none = { merges: 0, splits: 0 }

describe('the history of a row', () => {
  it('begins with what made the profile', () => {
    const events = [
      { messageId: 'other', isNew: true, identifiers: [{ namespace: 'ns', value: 'x' }] },
      { messageId: 'one', isNew: true, identifiers: [{ namespace: 'ns', value: 'a' }] },
      {
        ...{ messageId: 'both', isNew: true },
        identifiers: ['a', 'b'].map((value) => ({ namespace: 'ns', value })),
      },
    ]
    const { history, counts } = after('a', {}, { a: profile('a', 'b'), b: stub('a') }, { events })
    expect(history).toEqual([
      { time: 5, change: 'created', from: [], because: { messageIds: ['both', 'one'] } },
    ])
    expect(counts).toEqual(none)
  })

  it('goes on under the new id of a visitor who becomes known', () => {
    const before = { c: row(profile('c'), [{ time: 1, change: 'created', from: [], because: {} }]) }
    const found = after('u', before, { u: profile('u', 'c'), c: stub('u') })
    expect(found.steps).toEqual([['merged', 'c'], ['created']])
    expect(found.counts).toEqual(none)
    expect(after('c', before, { u: profile('u', 'c'), c: stub('u') }).steps).toEqual([['created']])
  })

  it('tells of two that became one, and of their being parted again', () => {
    const two = { a: row(profile('a')), b: row(profile('b')) }
    const merged = after('a', two, { a: profile('a', 'b'), b: stub('a') })
    expect([merged.steps, merged.counts]).toEqual([
      [['merged', 'a', 'b']],
      { merges: 1, splits: 0 },
    ])

    const one = { a: row(profile('a', 'b')), b: row(stub('a')) }
    const parted = { a: profile('a'), b: profile('b') }
    const cause = { correctionId: 'c1' }
    const rest = after('a', one, parted, cause)
    expect([rest.steps, rest.counts]).toEqual([[['split', 'a']], none])
    const left = after('b', one, parted, cause)
    expect([left.steps, left.counts]).toEqual([[['split', 'a']], { merges: 0, splits: 1 }])
    expect(left.history[0]?.because).toEqual(cause)
  })

  it('tells of an identifier that changes hands at both', () => {
    const before = { a: row(profile('a', 'e')), b: row(profile('b')), e: row(stub('a')) }
    const contents = { a: profile('a'), b: profile('b', 'e'), e: stub('b') }
    expect(after('a', before, contents).steps).toEqual([['split', 'a']])
    expect(after('b', before, contents).steps).toEqual([['merged', 'b', 'a']])
    expect(after('b', before, contents).counts).toEqual(none)
  })

  it('says nothing of an identifier that is new, and keeps the latest twenty', () => {
    const past = Array.from({ length: 30 }, (_, time): ProfileChange => ({
      ...{ time: -time, change: 'merged', from: [], because: {} },
    }))
    const before = { a: row(profile('a'), past), b: row(profile('b')) }
    expect(after('a', before, { a: profile('a', 'new'), b: profile('b') }).history).toEqual(past)
    const { history } = after('a', before, { a: profile('a', 'b'), b: stub('a') })
    expect(history.map(({ time }) => time)).toEqual([
      5,
      ...past.slice(0, 19).map(({ time }) => time),
    ])
  })
})
