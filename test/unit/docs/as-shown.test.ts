import { describe, expect, it } from 'vitest'
import { asShown } from '../../e2e/docs/as-shown.ts'

describe('what a page shows of an answer', () => {
  it.each<[name: string, actual: unknown, shown: unknown]>([
    ['the same', { a: [1, { b: null }] }, { a: [1, { b: null }] }],
    ['… for a text', { id: 'x' }, { id: '…' }],
    ['… for a number, a list, null', { a: 1, b: [2], c: null }, { a: '…', b: '…', c: '…' }],
    ['… within a text', 'http://a/b?after=9', 'http://…?after=…'],
    ['… for further members', { a: 1, b: 2, c: 3 }, { a: 1, '…': '…' }],
    ['… for the items of a list', { list: ['x', 'y'] }, { list: ['…', '…'] }],
  ])('takes %s', (_name, actual, shown) => {
    expect(asShown(actual, shown)).toEqual(shown)
  })

  it.each<[name: string, actual: unknown, shown: unknown]>([
    ['another value', { a: 1 }, { a: 2 }],
    ['another kind of value', { a: '1' }, { a: 1 }],
    ['a member more', { a: 1, b: 2 }, { a: 1 }],
    ['a member less', { a: 1 }, { a: 1, b: 2 }],
    ['a member less, shown as …', { a: 1 }, { a: 1, b: '…' }],
    ['an item more', ['x', 'y'], ['…']],
    ['an item less', ['x'], ['…', '…']],
    ['another text around …', 'http://a/c', 'http://…/b'],
    ['a number where text with … is', 1, 'a…'],
    ['a list where an object is', [], { '…': '…' }],
    ['text that is no JSON', '', { a: 1 }],
  ])('does not take %s', (_name, actual, shown) => {
    expect(asShown(actual, shown)).not.toEqual(shown)
  })
})
