import { describe, expect, it } from 'vitest'
import { readRequest } from '../../../../commands/load/options.ts'

const read = (...args: string[]) => readRequest(args, '/home/ada')

describe('readRequest', () => {
  it('has a default for everything but the files', () => {
    expect(read('a.ndjson', '/data/b.csv')).toEqual({
      kind: 'load',
      options: {
        files: ['/home/ada/a.ndjson', '/data/b.csv'],
        url: 'http://127.0.0.1:7071',
        key: 'local-write-key',
        map: undefined,
        concurrency: 4,
        restart: false,
      },
    })
  })

  it('takes the options anywhere', () => {
    const args = ['--url', 'https://shop.example/', 'a.csv', '--map=m.json', '--concurrency', '1']
    expect(read(...args, '--key', 'K', '--restart')).toMatchObject({
      options: {
        files: ['/home/ada/a.csv'],
        url: 'https://shop.example',
        key: 'K',
        map: '/home/ada/m.json',
        concurrency: 1,
        restart: true,
      },
    })
  })

  it('helps', () => {
    expect(read('--help')).toEqual({ kind: 'help' })
    expect(read('-h', 'a.csv')).toEqual({ kind: 'help' })
  })

  it.each([
    [[]],
    [['a', '--url', 'shop']],
    [['a', '--url', 'ftp://shop.example']],
    [['a', '--concurrency', '0']],
    [['a', '--concurrency', 'many']],
    [['a', '--speed', '9']],
    [['a', '--map']],
  ])('refuses %j with a reason', (args) => {
    expect(read(...args)).toEqual({ kind: 'refused', message: expect.stringMatching(/./) })
  })
})
