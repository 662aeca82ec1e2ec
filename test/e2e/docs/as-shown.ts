/** Stands in a page for what differs from run to run, or is left out there. */
const anything = '…'

/**
 * What was answered, with `…` wherever the page shows `…`: equal to what is shown when the page is
 * right. `"…"` stands for any value, `…` within text for any text, a member `"…": "…"` for any
 * further members.
 */
export function asShown(actual: unknown, shown: unknown): unknown {
  if (shown === anything) return actual === undefined ? undefined : shown
  if (typeof shown === 'string') return isText(actual, shown) ? shown : actual
  if (Array.isArray(shown) && Array.isArray(actual)) {
    return actual.map((item, index) => asShown(item, shown[index]))
  }
  if (!isObject(shown) || !isObject(actual)) return actual
  const mayHaveMore = anything in shown
  const members = Object.entries(actual)
    .filter(([name]) => name in shown || !mayHaveMore)
    .map(([name, value]) => [name, asShown(value, shown[name])] as const)
  return { ...Object.fromEntries(members), ...(mayHaveMore && { [anything]: anything }) }
}

function isText(actual: unknown, shown: string): boolean {
  if (typeof actual !== 'string') return false
  const parts = shown.split(anything).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(actual)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
