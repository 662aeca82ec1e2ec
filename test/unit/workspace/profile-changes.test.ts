import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../shared/identity/node-id.ts'
import { compareProfiles } from '../../../shared/workspace/profile-changes.ts'

/** Profiles as text: `a: a b, c: c` are two, named by their CustomerIds. */
function profiles(text: string): Map<NodeId, NodeId> {
  return new Map(
    text.split(', ').flatMap((profile) => {
      const [customer, members = ''] = profile.split(': ') as [NodeId, string?]
      return members.split(' ').map((id): [NodeId, NodeId] => [id as NodeId, customer])
    }),
  )
}

describe('profiles before and after', () => {
  it.each([
    ['a: a b, c: c', 'a: a b, c: c', [0, 0, 2]],
    ['a: a b, c: c', 'b: a b, c: c', [0, 0, 2]],
    ['a: a b, c: c', 'a: a b c', [1, 0, 0]],
    ['a: a, b: b, c: c', 'a: a b c', [1, 0, 0]],
    ['a: a b, c: c', 'a: a, b: b, c: c', [0, 1, 1]],
    ['a: a b, c: c d', 'a: a c, b: b d', [2, 2, 0]],
    ['a: a b', 'a: a', [0, 0, 1]],
  ])('%s, then %s', (before, after, [merges, splits, unchanged]) => {
    expect(compareProfiles(profiles(before), profiles(after))).toMatchObject({
      ...{ merges, splits, unchanged },
    })
  })

  it('shows which became which', () => {
    const { sample } = compareProfiles(profiles('a: a, b: b c'), profiles('a: a b, c: c'))
    expect(sample).toEqual([
      { from: ['a', 'b'], to: ['a'] },
      { from: ['b'], to: ['a', 'c'] },
    ])
  })
})
