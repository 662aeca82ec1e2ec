/** Why a request got no answer; `fetch` hides the system's reason in the cause. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause as NodeJS.ErrnoException | undefined
  return cause?.code ?? cause?.message ?? error.message
}
