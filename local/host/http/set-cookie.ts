import type { RpcHttpCookie } from '../app/core-types.ts'

const sameSiteValues = { lax: 'lax', strict: 'strict', explicitNone: 'none', none: undefined }

/** A Set-Cookie header as ASP.NET Core writes it: value escaped, path `/` unless given. */
export function setCookieHeader(cookie: RpcHttpCookie): string {
  const attributes = [`${cookie.name}=${encodeURIComponent(cookie.value)}`]
  const { expires, maxAge, domain, path, secure, httpOnly, sameSite = 'none' } = cookie
  if (expires) {
    attributes.push(`expires=${new Date(expires.value.seconds * 1000).toUTCString()}`)
  }
  if (maxAge) attributes.push(`max-age=${Math.trunc(maxAge.value)}`)
  if (domain) attributes.push(`domain=${domain.value}`)
  attributes.push(`path=${path?.value ?? '/'}`)
  if (secure?.value) attributes.push('secure')
  const sameSiteValue = sameSiteValues[sameSite]
  if (sameSiteValue) attributes.push(`samesite=${sameSiteValue}`)
  if (httpOnly?.value) attributes.push('httponly')
  return attributes.join('; ')
}
