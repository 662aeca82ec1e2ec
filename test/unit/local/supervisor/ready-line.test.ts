import { expect, it } from 'vitest'
import { consoleLine, localUrl, readyLine } from '../../../../local/supervisor/ready-line.ts'

const keys = { write: 'local-write-key', read: 'local-read-key', admin: 'local-admin-key' }

it('prints the ready line of the contract', () => {
  expect(readyLine('http://127.0.0.1:7071', keys)).toBe(
    'Passerby ready at http://127.0.0.1:7071 ' +
      'write=local-write-key read=local-read-key admin=local-admin-key',
  )
})

it('says where people look', () => {
  expect(consoleLine('http://127.0.0.1:7071')).toBe('Console: http://127.0.0.1:7071/console')
})

it.each([
  ['127.0.0.1', 'http://127.0.0.1:7071'],
  ['0.0.0.0', 'http://127.0.0.1:7071'],
  ['::', 'http://[::1]:7071'],
  ['192.168.1.2', 'http://192.168.1.2:7071'],
])('names an address that answers when the app listens on %s', (host, url) => {
  expect(localUrl(host, 7071)).toBe(url)
})
