/** An answer that is not what was asked for. */
export class ApiError extends Error {
  readonly status: number
  readonly retryAfterMs: number

  constructor(status: number, retryAfter: string | null) {
    super(`answers ${status}`)
    this.status = status
    this.retryAfterMs = Number(retryAfter ?? 0) * 1000 || 0
  }
}

/** Statuses whose body is an answer too. */
const withAnswer: readonly number[] = [200, 404]

/** Asks the public interface; `undefined` for what does not exist. */
export async function ask<Answer>(
  address: string,
  answered: readonly number[] = withAnswer,
): Promise<Answer | undefined> {
  const response = await fetch(address, { cache: 'no-store', credentials: 'same-origin' })
  if (!answered.includes(response.status)) {
    throw new ApiError(response.status, response.headers.get('retry-after'))
  }
  return response.status === 404 ? undefined : ((await response.json()) as Answer)
}

/** An address with options, each of them encoded. */
export function withOptions(
  address: string,
  options: Readonly<Record<string, string | number | undefined>>,
): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return given.length === 0 ? address : `${address}?${query.toString()}`
}
