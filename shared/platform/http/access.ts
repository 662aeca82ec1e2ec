import { createHash, timingSafeEqual } from 'node:crypto'
import type { AppConfig } from '../config/app-config.ts'
import type { NamedKey } from '../config/keys.ts'
import { AccessError } from '../errors/errors.ts'

/** What a route needs: nothing, or a key of this role. The admin key also reads. */
export type Access = 'public' | 'write' | 'read' | 'admin'

/** Checks a caller's key; answers the name it goes by. */
export function checkAccess(
  config: Pick<AppConfig, 'writeKeys' | 'readKeys' | 'adminKeys'>,
  access: Exclude<Access, 'public'>,
  key: string | undefined,
): string {
  const byRole: Record<Exclude<Access, 'public'>, readonly NamedKey[]> = {
    write: config.writeKeys,
    read: [...config.readKeys, ...config.adminKeys],
    admin: config.adminKeys,
  }
  const name = key === undefined ? undefined : nameOfKey(byRole[access], key)
  if (name !== undefined) return name
  const isKnown = key !== undefined && nameOfKey(Object.values(byRole).flat(), key) !== undefined
  if (isKnown) {
    throw new AccessError({ code: 'Forbidden', message: `This key may not ${deeds[access]}.` })
  }
  const message =
    key === undefined
      ? 'A key is needed: x-functions-key, Ocp-Apim-Subscription-Key, ?code= or the user of Basic.'
      : 'The key is not valid.'
  throw new AccessError({ code: 'Unauthorized', message })
}

const deeds = { write: 'collect events', read: 'read profiles', admin: 'manage the workspace' }

/** Compares in constant time, so that nobody can guess a key digit by digit. */
function nameOfKey(keys: readonly NamedKey[], given: string): string | undefined {
  const digest = digestOf(given)
  return keys.filter(({ key }) => timingSafeEqual(digestOf(key), digest))[0]?.name
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** True for a valid admin key; for routes that show more to whoever has one. */
export function holdsAdminKey(
  config: Pick<AppConfig, 'adminKeys'>,
  key: string | undefined,
): boolean {
  return key !== undefined && nameOfKey(config.adminKeys, key) !== undefined
}
