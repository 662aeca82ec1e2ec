import { describe, expect, it } from 'vitest'
import { globToRegExp } from '../../../../local/host/app/glob.ts'
import type { RegisteredFunction } from '../../../../local/host/app/core-module.ts'
import { readTriggers } from '../../../../local/host/app/read-triggers.ts'
import {
  connectionString,
  isDisabled,
  resolveExpressions,
} from '../../../../local/host/app/settings.ts'
import { dotNetDateTime, dotNetDateTimeOffset } from '../../../../local/host/dotnet-time.ts'

describe('globToRegExp', () => {
  it.each<[string, string, boolean]>([
    ['dist/functions/**/*.js', 'dist/functions/a.js', true],
    ['dist/functions/**/*.js', 'dist/functions/a/b/c.js', true],
    ['dist/functions/**/*.js', 'dist/functions/a.js.map', false],
    ['dist/functions/**/*.js', 'dist/functionsx/a.js', false],
    ['dist/*.js', 'dist/a/b.js', false],
    ['src/{index.js,functions/*.js}', 'src/index.js', true],
    ['src/{index.js,functions/*.js}', 'src/functions/a.js', true],
    ['src/{index.js,functions/*.js}', 'src/other.js', false],
    ['a+b/(c).js', 'a+b/(c).js', true],
    ['index.js', 'index.js', true],
  ])('%s and %s: %s', (glob, file, matches) => {
    expect(globToRegExp(glob).test(file)).toBe(matches)
  })
})

describe('settings', () => {
  it('replace %NAME% in binding options', () => {
    expect(resolveExpressions('a-%X%-%Y%', { X: '1', Y: '2' })).toBe('a-1-2')
    expect(() => resolveExpressions('%X%', {})).toThrow('%X% names a setting that does not exist')
  })

  it('hold connections under their name or with a prefix', () => {
    expect(connectionString('BUS', { BUS: 'b' })).toBe('b')
    expect(connectionString('BUS', { BUS: 'b', AzureWebJobsBUS: 'a' })).toBe('a')
    expect(() => connectionString('BUS', {})).toThrow('the connection setting "BUS" does not exist')
  })

  it.each([
    ['true', true],
    ['True', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('disable a function by %s: %s', (value, disabled) => {
    expect(isDisabled('f', { 'AzureWebJobs.f.Disabled': value })).toBe(disabled)
  })
})

describe('readTriggers', () => {
  const aFunction = (
    trigger: Record<string, unknown>,
    more: Partial<RegisteredFunction['metadata']> = {},
  ): Map<string, RegisteredFunction> => {
    const bindings = { trigger: { type: 'httpTrigger', direction: 'in', ...trigger } }
    return new Map([
      ['f', { metadata: { name: 'f', bindings, ...more }, callback: () => undefined }],
    ])
  }
  const queue = { type: 'serviceBusTrigger', connection: 'BUS', queueName: '%Q%' }

  it('resolves the settings of a function', () => {
    const { serviceBus } = readTriggers(aFunction(queue), { BUS: 'connection', Q: 'events' })
    expect(serviceBus).toEqual([
      {
        name: 'f',
        connectionString: 'connection',
        entity: { queue: 'events' },
        autoComplete: undefined,
      },
    ])
  })

  it('leaves out a disabled function, whatever it lacks', () => {
    const triggers = readTriggers(aFunction(queue), { 'AzureWebJobs.f.Disabled': '1' })
    expect(triggers.serviceBus).toEqual([])
  })

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a trigger it does not have', { type: 'queueTrigger' }, /has no "queueTrigger"/],
    ['batches', { ...queue, cardinality: 'many' }, /single messages only/],
    ['sessions', { ...queue, isSessionsEnabled: true }, /has no sessions/],
    ['a bad schedule', { type: 'timerTrigger', schedule: 'x' }, /is not NCRONTAB/],
  ])('refuses %s', (_, trigger, message) => {
    const settings = { BUS: 'b', Q: 'q', AzureWebJobsStorage: 's' }
    expect(() => readTriggers(aFunction(trigger), settings)).toThrow(message)
  })

  it('refuses bindings and policies that would do nothing here', () => {
    const output = { type: 'serviceBus', direction: 'out' }
    const http = { type: 'httpTrigger', direction: 'in' }
    expect(() => readTriggers(aFunction({}, { bindings: { http, output } }), {})).toThrow(
      'Function "f": the local host has no "serviceBus" bindings',
    )
    expect(() => readTriggers(aFunction({}, { retryOptions: {} }), {})).toThrow('retry policies')
  })
})

describe('dotNetDateTime', () => {
  it.each([
    ['2022-09-15T09:00:00.000Z', '2022-09-15T09:00:00'],
    ['2022-09-15T09:00:00.120Z', '2022-09-15T09:00:00.12'],
    ['2022-09-15T09:00:00.123Z', '2022-09-15T09:00:00.123'],
    ['+012022-09-15T09:00:00.123Z', '9999-12-31T23:59:59.9999999'],
  ])('writes %s as %s', (iso, text) => {
    expect(dotNetDateTime(Date.parse(iso))).toBe(text)
    expect(dotNetDateTimeOffset(Date.parse(iso))).toBe(`${text}+00:00`)
  })
})
