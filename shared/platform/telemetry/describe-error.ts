/** What of an unknown error may be logged: its name, code and message, and of its cause. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: String(error) }
  const code = (error as { code?: unknown }).code
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {}
  return {
    error: error.message,
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...cause,
  }
}
