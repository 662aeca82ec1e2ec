import { describe, expect, it } from 'vitest'
import { readTailRequest } from '../../../../commands/tail/options.ts'

const now = Date.UTC(2026, 2, 1, 12)
const read = (...args: string[]) => readTailRequest(args, now)

describe('readTailRequest', () => {
  it('has a default for everything', () => {
    expect(read()).toEqual({
      kind: 'tail',
      options: {
        ...{ url: 'http://127.0.0.1:7071', key: 'local-admin-key' },
        ...{ status: undefined, since: undefined, json: false, once: false },
      },
    })
  })

  it('takes all options', () => {
    const args = ['--url', 'https://a.example/', '--key', 'K', '--status', 'rejected']
    expect(read(...args, '--json', '--once', '--since', '2026-01-31T12:00:00Z')).toMatchObject({
      options: {
        ...{ url: 'https://a.example', key: 'K', status: 'rejected', json: true, once: true },
        since: Date.UTC(2026, 0, 31, 12),
      },
    })
  })

  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('counts %s back', (since, ms) => {
    expect(read('--since', since)).toMatchObject({ options: { since: now - ms } })
  })

  it.each([
    [['--status', 'refused'], "--status must be accepted or rejected, not 'refused'"],
    [['--since', 'yesterday'], "not 'yesterday'"],
    [['--url', 'x'], "not 'x'"],
    [['--top', '5'], '--top'],
  ])('refuses %j by name', (args, message) => {
    expect(read(...args)).toEqual({ kind: 'refused', message: expect.stringContaining(message) })
  })

  it('helps', () => {
    expect(read('-h')).toEqual({ kind: 'help' })
  })
})
