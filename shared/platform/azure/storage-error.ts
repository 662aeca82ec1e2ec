/** The HTTP status of an error of the storage SDKs; `undefined` when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}

/** The service's name for an error; `undefined` when it gave none. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, details } = error as { code?: unknown; details?: unknown }
  if (typeof code === 'string') return code
  const inner = (details as { odataError?: { code?: unknown } } | undefined)?.odataError?.code
  return typeof inner === 'string' ? inner : undefined
}
