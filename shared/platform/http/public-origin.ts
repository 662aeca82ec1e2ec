import type { HttpRequest } from '@azure/functions'

const host = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i
const protocol = /^https?$/i

/** What `publicOrigin` reads, for the `Vary` of answers that may be kept. */
export const varyByOrigin = 'X-Forwarded-Host, X-Forwarded-Proto'

/**
 * Where the caller found Passerby: a proxy in front of it tells in `X-Forwarded-Host` and
 * `X-Forwarded-Proto` (Azure Front Door, App Service, nginx), else it is the address of the
 * request. What is no host or protocol is ignored. A caller can deceive only itself with these
 * headers, as long as no cache gives its answer to others.
 */
export function publicOrigin({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): string {
  const [, ownProtocol = '', ownHost = ''] = /^(https?):\/\/([^/?#]*)/i.exec(url) ?? []
  const first = (name: string, pattern: RegExp): string | undefined => {
    const value = headers.get(name)?.split(',')[0]?.trim() ?? ''
    return pattern.test(value) ? value.toLowerCase() : undefined
  }
  const named = first('x-forwarded-host', host) ?? ownHost
  return `${first('x-forwarded-proto', protocol) ?? ownProtocol}://${named}`
}
