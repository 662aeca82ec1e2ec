/** What a call calls itself. */
export interface CallLabels {
  readonly type?: string
  readonly name?: string
}

/** The type and the event or name of what was sent as a call, whatever else is wrong with it. */
export function callLabels(raw: unknown): CallLabels {
  const type = textOf(raw, 'type')
  const name = textOf(raw, 'event') ?? textOf(raw, 'name')
  return { ...(type !== undefined && { type }), ...(name !== undefined && { name }) }
}

function textOf(container: unknown, member: string): string | undefined {
  if (typeof container !== 'object' || container === null) return undefined
  if (!Object.hasOwn(container, member)) return undefined
  const value = (container as Record<string, unknown>)[member]
  return typeof value === 'string' && value !== '' ? value : undefined
}
