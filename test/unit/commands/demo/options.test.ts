import { expect, it } from 'vitest'
import { readDemoRequest } from '../../../../commands/demo/options.ts'

it('has a default for everything', () => {
  expect(readDemoRequest([])).toEqual({
    kind: 'demo',
    target: {
      url: 'http://127.0.0.1:7071',
      keys: { write: 'local-write-key', read: 'local-read-key', admin: 'local-admin-key' },
    },
    pause: false,
  })
})

it('takes an address and keys', () => {
  const args = [
    '--url',
    'https://cdp.example/',
    '--write-key=W',
    '--read-key',
    'R',
    '--admin-key',
    'A',
  ]
  expect(readDemoRequest([...args, '--pause'])).toEqual({
    kind: 'demo',
    target: { url: 'https://cdp.example', keys: { write: 'W', read: 'R', admin: 'A' } },
    pause: true,
  })
})

it('helps and refuses', () => {
  expect(readDemoRequest(['--help'])).toEqual({ kind: 'help' })
  expect(readDemoRequest(['--url', 'shop'])).toMatchObject({
    message: expect.stringContaining("not 'shop'"),
  })
  expect(readDemoRequest(['--key', 'x'])).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('--key'),
  })
  expect(readDemoRequest(['now'])).toMatchObject({ kind: 'refused' })
})
