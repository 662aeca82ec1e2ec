import { element } from '../page/element.ts'

const shortLine = 48

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
      element('dd', { class: typeof value === 'string' ? undefined : 'json' }, textOf(value)),
    ),
  )
  return element('dl', { class: 'pairs' }, ...rows)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const line = JSON.stringify(value)
  return line.length <= shortLine ? line : JSON.stringify(value, null, 2)
}
