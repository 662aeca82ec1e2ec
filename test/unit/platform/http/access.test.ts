import { describe, expect, it } from 'vitest'
import { checkAccess, holdsAdminKey } from '../../../../shared/platform/http/access.ts'

const config = {
  writeKeys: [
    { name: 'web', key: 'write-1' },
    { name: 'web', key: 'write-2' },
    { name: 'backend', key: 'write-3' },
  ],
  readKeys: [{ name: 'shop', key: 'read-1' }],
  adminKeys: [{ name: 'ops', key: 'admin-1' }],
}

describe('a key', () => {
  it.each([
    ['write', 'write-1', 'web'],
    ['write', 'write-2', 'web'],
    ['write', 'write-3', 'backend'],
    ['read', 'read-1', 'shop'],
    ['read', 'admin-1', 'ops'],
    ['admin', 'admin-1', 'ops'],
  ] as const)('opens %s routes: %s, which goes by the name %s', (access, key, name) => {
    expect(checkAccess(config, access, key)).toBe(name)
  })

  it.each([
    ['write', 'read-1'],
    ['write', 'admin-1'],
    ['read', 'write-1'],
    ['admin', 'read-1'],
    ['admin', 'write-1'],
  ] as const)('of another role is forbidden on %s routes: %s', (access, key) => {
    expect(() => checkAccess(config, access, key)).toThrow(
      expect.objectContaining({ code: 'Forbidden' }) as Error,
    )
  })

  it.each([undefined, '', 'write', 'write-11', 'WRITE-1', '__proto__'])(
    'is needed and must be a valid one, which %j is not',
    (key) => {
      for (const access of ['write', 'read', 'admin'] as const) {
        expect(() => checkAccess(config, access, key)).toThrow(
          expect.objectContaining({ code: 'Unauthorized' }) as Error,
        )
      }
    },
  )

  it('shows more on a public route only when it is an admin key', () => {
    expect(holdsAdminKey(config, 'admin-1')).toBe(true)
    for (const key of [undefined, 'read-1', 'x']) expect(holdsAdminKey(config, key)).toBe(false)
  })
})
