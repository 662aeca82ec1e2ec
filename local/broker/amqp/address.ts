/** What a link's address asks for. */
export type Address =
  | { readonly kind: 'tokens' }
  | { readonly kind: 'management'; readonly path: string }
  | { readonly kind: 'entity'; readonly path: string }

const MANAGEMENT = /\/\$management$/i

/** Reads the address of a link: `$cbs`, `<entity>/$management` or an entity path. */
export function parseAddress(address: string): Address {
  const path = address.replace(/^amqps?:\/\/[^/]*/i, '').replace(/^\/+/, '')
  if (path.toLowerCase() === '$cbs') return { kind: 'tokens' }
  if (MANAGEMENT.test(path)) return { kind: 'management', path: path.replace(MANAGEMENT, '') }
  return { kind: 'entity', path }
}
