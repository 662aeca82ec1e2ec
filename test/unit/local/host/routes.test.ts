import { describe, expect, it } from 'vitest'
import { parseRequestPath } from '../../../../local/host/http/request-path.ts'
import { findRouteConflicts } from '../../../../local/host/http/route-conflicts.ts'
import { createRoutes, findRoute } from '../../../../local/host/http/route-table.ts'

const aFunction = (name: string, route: string, methods = ['GET']) => ({
  name,
  route,
  methods,
  anonymous: true,
})

const table = (routes: Record<string, string>, prefix = '') =>
  createRoutes(
    Object.entries(routes).map(([name, route]) => aFunction(name, route)),
    prefix,
  )

describe('findRoute', () => {
  it('tries the more specific segment first, from the left', () => {
    const routes = table({
      all: '{*rest}',
      one: '{a}/{b}',
      number: '{a:int}/{b}',
      literal: 'x/{b}',
      both: 'x/y',
    })
    const reached = ['/x/y', '/x/z', '/1/z', '/w/z', '/w/z/q'].map(
      (path) => findRoute(routes, 'GET', parseRequestPath(path))?.target.name,
    )
    expect(reached).toEqual(['both', 'literal', 'number', 'one', 'all'])
  })

  it('puts the prefix of host.json before every route', () => {
    const routes = table({ f: 'a/{b}' }, 'api')
    expect(findRoute(routes, 'GET', parseRequestPath('/api/a/1'))?.params).toEqual({ b: '1' })
    expect(findRoute(routes, 'GET', parseRequestPath('/a/1'))).toBeUndefined()
  })

  it.each<[string, string[], string[]]>([
    ['{x:bool}', ['true', 'False'], ['yes']],
    ['{x:long}', ['9223372036854775807'], ['9223372036854775808', '1.5']],
    ['{x:double}', ['1.5', '-2e3'], ['one']],
    ['{x:length(2)}', ['ab'], ['a', 'abc']],
    ['{x:minlength(2):maxlength(3)}', ['ab', 'abc'], ['a', 'abcd']],
    ['{x:min(1):max(5)}', ['1', '5'], ['0', '6', 'a']],
    ['{x:range(1,5)}', ['3'], ['9']],
    ['{x:guid}', ['{3f2504e0-4f89-11d3-9a0c-0305e82c3301}'], ['3f2504e0']],
    ['{x:regex(^(a|b:c)/?$)}', ['a', 'B:C'], ['c']],
    ['v{major}.{minor:int}', ['v1.2', 'V1.0.2'], ['v1', 'v1.x']],
  ])('%s takes and refuses', (route, taken, refused) => {
    const routes = table({ f: route })
    const reached = (text: string): boolean =>
      findRoute(routes, 'GET', parseRequestPath(`/${text}`)) !== undefined
    expect(taken.filter((text) => !reached(text))).toEqual([])
    expect(refused.filter(reached)).toEqual([])
  })

  it.each(['/a', '{x', '{x:nope}', '{}', 'a}', '{x:length(2}'])('refuses the route %s', (route) => {
    expect(() => table({ f: route })).toThrow('Function "f": ')
  })
})

describe('parseRequestPath', () => {
  it.each<[string, string[]]>([
    ['/', []],
    ['/a/b?c/d', ['a', 'b']],
    ['/a/b/', ['a', 'b']],
    ['//a', ['', 'a']],
    ['/a/./b/../c', ['a', 'c']],
    ['/%2e%2e/a', ['a']],
    ['/a%2Fb%20c', ['a%2Fb c']],
    ['/%E2%82%AC%', ['€%']],
    ['/%E2%82', ['%E2%82']],
  ])('%s has the segments %j', (target, segments) => {
    expect(parseRequestPath(target).segments).toEqual(segments)
  })
})

describe('findRouteConflicts', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a literal whose function comes first in the alphabet', { a: 'x/y', b: 'x/{z}' }, false],
    ['a literal whose function comes last', { b: 'x/y', a: 'x/{z}' }, true],
    ['a parameter that refuses the literal', { b: 'x/y', a: 'x/{z:int}' }, false],
    ['routes of different lengths', { b: 'x/y', a: 'x/{z}/w' }, false],
    ['an optional end', { b: 'x', a: '{v}/{w?}' }, true],
    ['a catch-all', { b: 'x/y/z', a: 'x/{*rest}' }, true],
    ['mixed segments', { b: 'x(1)', a: 'x({key})', c: 'y' }, true],
  ])('finds %s: %s', (_, routes, found) => {
    expect(findRouteConflicts(table(routes)).length > 0).toBe(found)
  })

  it('ignores routes of different methods', () => {
    const functions = [aFunction('b', 'x/y', ['POST']), aFunction('a', 'x/{z}', ['GET'])]
    expect(findRouteConflicts(createRoutes(functions, ''))).toEqual([])
  })
})
