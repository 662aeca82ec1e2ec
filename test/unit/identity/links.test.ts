import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventLinks } from '../../../shared/identity/event-links.ts'
import { linkKey, linkOf, mergeLinks } from '../../../shared/identity/identity-link.ts'

const id = (value: string) => ({ namespace: 'n', value })
const evidence = { messageId: 'm', time: 5 }

const pairs = (identifiers: string[], previous: string[] = []): string[] =>
  eventLinks({ identifiers: identifiers.map(id), previous: previous.map(id), ...evidence })
    .map(({ a, b }) => `${a.value}-${b.value}`)
    .sort()

describe('the links of an event', () => {
  it.each<[string, string[], string[], string[]]>([
    ['none for one identifier', ['a'], [], []],
    ['all pairs', ['a', 'b', 'c'], [], ['a-b', 'a-c', 'b-c']],
    ['each previous identifier with each of its own', ['a', 'b'], ['p'], ['a-b', 'a-p', 'b-p']],
    ['none between previous identifiers', ['a'], ['p', 'q'], ['a-p', 'a-q']],
    ['none without an identifier of its own', [], ['p', 'q'], []],
  ])('are %s', (_name, identifiers, previous, expected) => {
    expect(pairs(identifiers, previous)).toEqual(expected)
  })

  it('are the same whichever end is named first', () => {
    expect(linkOf(id('b'), id('a'), evidence)).toEqual(linkOf(id('a'), id('b'), evidence))
    expect(linkKey(linkOf(id('b'), id('a'), evidence))).toBe('n:a\nn:b')
  })
})

describe('links that are merged', () => {
  // The time of a message is a function of it, as in the log.
  const link = fc
    .integer({ min: 0, max: 30 })
    .map((number) => linkOf(id('a'), id('b'), { messageId: `m${number}`, time: (number * 7) % 11 }))
  const links = fc.array(link, { minLength: 1, maxLength: 20 })
  const merge = (list: ReturnType<typeof linkOf>[]) => list.reduce(mergeLinks)

  it('keep when they were first and last seen, and three events at each end', () => {
    const all = Array.from({ length: 10 }, (_, time) =>
      linkOf(id('a'), id('b'), { messageId: `m${time}`, time }),
    )
    expect(merge(all)).toMatchObject({ firstSeen: 0, lastSeen: 9 })
    expect(merge(all).evidence.map(({ time }) => time)).toEqual([0, 1, 2, 7, 8, 9])
  })

  it('do not depend on order, grouping or repeats', () => {
    fc.assert(
      fc.property(links, fc.nat(), (list, cut) => {
        const merged = merge(list)
        const at = 1 + (cut % list.length)
        const [head, tail] = [list.slice(0, at), list.slice(at)]
        expect(merge([...list].reverse())).toEqual(merged)
        expect(merge([...list, ...list])).toEqual(merged)
        if (tail.length > 0) expect(mergeLinks(merge(head), merge(tail))).toEqual(merged)
      }),
    )
  })
})
