/** One key of each role that the running app accepts. */
export interface LocalKeys {
  readonly write: string
  readonly read: string
  readonly admin: string
}

/** The line that tells people and scripts that everything answers; its form is a contract. */
export function readyLine(url: string, keys: LocalKeys): string {
  return `Passerby ready at ${url} write=${keys.write} read=${keys.read} admin=${keys.admin}`
}

/** The line after it: where people look. */
export function consoleLine(url: string): string {
  return `Console: ${url}/console`
}

/** The address under which this machine reaches an app that listens on `host`. */
export function localUrl(host: string, port: number): string {
  return `http://${bracketed(reachableHost(host))}:${port}`
}

/** Nobody can connect to "every interface"; loopback is one of them. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
