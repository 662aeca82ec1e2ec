import { element } from '../page/element.ts'
import { formatCount, shorten } from '../page/format.ts'

const shortLine = 48
const mostShown = 600

/** Names and values, as they are; what there is to say about one shows when it is pointed at. */
export function valueList(
  values: Readonly<Record<string, unknown>>,
  remark: (name: string) => string | undefined = () => undefined,
): HTMLElement {
  const rows = Object.entries(values).map(([name, value]) =>
    element(
      'div',
      { class: 'pair', title: remark(name) },
      element('dt', {}, name),
      element('dd', { class: typeof value === 'string' ? undefined : 'json' }, ...shown(value)),
    ),
  )
  return element('dl', { class: 'pairs' }, ...rows)
}

/** The beginning of what is very long, and how long it is. */
function shown(value: unknown): (Node | string)[] {
  const text = textOf(value)
  if (text.length <= mostShown) return [text]
  const size = `${formatCount(text.length)} characters in all`
  return [shorten(text, mostShown), ' ', element('span', { class: 'muted' }, size)]
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const line = JSON.stringify(value)
  return line.length <= shortLine ? line : JSON.stringify(value, null, 2)
}
