import { describe, expect, it } from 'vitest'
import { isLoopback, readSettings } from '../../../../local/supervisor/settings.ts'

const now = Date.UTC(2026, 0, 31, 12)
const surroundings = { root: '/checkout', userFolder: '/home/ada', now }

describe('readSettings', () => {
  it('needs nothing', () => {
    expect(readSettings({}, surroundings)).toEqual({
      port: 7071,
      host: '127.0.0.1',
      dataFolder: '/checkout/.passerby',
      clockOffsetMs: 0,
      inMemory: false,
      keys: { write: 'local-write-key', read: 'local-read-key', admin: 'local-admin-key' },
    })
  })

  it('takes an empty variable for one that is not set', () => {
    const empty = { PORT: '', PASSERBY_HOST: ' ', PASSERBY_DATA: '', PASSERBY_NOW: '' }
    expect(readSettings(empty, surroundings)).toEqual(readSettings({}, surroundings))
  })

  it('shows the first key of each role, with or without a name', () => {
    const environment = {
      PASSERBY_WRITE_KEYS: 'web:KEY1,backend:KEY2',
      PASSERBY_READ_KEYS: 'READ1,READ2',
      PASSERBY_ADMIN_KEYS: 'ops:ADMIN1',
    }
    expect(readSettings(environment, surroundings).keys).toEqual({
      write: 'KEY1',
      read: 'READ1',
      admin: 'ADMIN1',
    })
  })

  it('reads a data folder relative to where the user stands', () => {
    expect(readSettings({ PASSERBY_DATA: 'shop' }, surroundings).dataFolder).toBe('/home/ada/shop')
    expect(readSettings({ PASSERBY_DATA: '/data' }, surroundings).dataFolder).toBe('/data')
  })

  it('turns PASSERBY_NOW into an offset to the real time', () => {
    const offset = (text: string): number =>
      readSettings({ PASSERBY_NOW: text }, surroundings).clockOffsetMs
    expect(offset('2026-01-31T12:00:00.500Z')).toBe(500)
    expect(offset('2026-01-30T12:00:00')).toBe(-86_400_000)
    expect(offset('2026-01-31T13:00:00+02:00')).toBe(-3_600_000)
  })

  it('keeps data in memory where it is told so', () => {
    const inMemory = (value: string): boolean =>
      readSettings({ PASSERBY_IN_MEMORY: value }, surroundings).inMemory
    expect([inMemory('true'), inMemory('false'), inMemory('')]).toEqual([true, false, false])
  })

  it.each([
    [{ PASSERBY_IN_MEMORY: 'yes' }, /^PASSERBY_IN_MEMORY must be true or false, not 'yes'$/],
    [{ PORT: '70710' }, /^PORT must be .* not '70710'$/],
    [{ PORT: 'http' }, /^PORT must be .* not 'http'$/],
    [{ PORT: '-1' }, /^PORT must be .* not '-1'$/],
    [{ PASSERBY_NOW: 'tomorrow' }, /^PASSERBY_NOW must be .* not 'tomorrow'$/],
    [{ PASSERBY_NOW: '2026-02-30T00:00:00Z' }, /^PASSERBY_NOW must be/],
    [{ PORT: 'x', PASSERBY_NOW: 'y' }, /^PORT must be .*; PASSERBY_NOW must be .*$/],
  ])('refuses %o in one line', (environment, message) => {
    expect(() => readSettings(environment, surroundings)).toThrow(message)
  })
})

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('holds for %s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.168.1.2', 'shop.example', '127.0.0.1.example'])(
    'does not hold for %s',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )
})
