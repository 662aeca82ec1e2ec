/** The segments of a request path, decoded as routes see them. */
export interface RequestPath {
  readonly segments: readonly string[]
  readonly trailingSlash: boolean
}

/**
 * Decodes percent-encoding as the real host's server does: `%2F` stays, so that a slash in a value
 * does not become a separator, and what is not valid UTF-8 stays as it was sent.
 */
function decodeSegment(segment: string): string {
  return segment
    .split(/(%2f)/i)
    .map((piece) => piece.replaceAll(/(?:%[0-9a-f]{2})+/gi, decodeRun))
    .join('')
}

function decodeRun(run: string): string {
  try {
    return run.toLowerCase() === '%2f' ? run : decodeURIComponent(run)
  } catch {
    return run
  }
}

/** Splits the path of a request target (`/a/b?c`) and resolves `.` and `..`. */
export function parseRequestPath(target: string): RequestPath {
  const [path = ''] = target.split('?', 1)
  const raw = path.replace(/^\//, '').split('/').map(decodeSegment)
  const trailingSlash = raw.length > 1 && raw.at(-1) === ''
  if (raw.at(-1) === '') raw.pop()
  const segments: string[] = []
  for (const segment of raw) {
    if (segment === '..') segments.pop()
    else if (segment !== '.') segments.push(segment)
  }
  return { segments, trailingSlash }
}
