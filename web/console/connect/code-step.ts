import { copyButton } from '../page/copy-button.ts'
import { element, type Child } from '../page/element.ts'

/** Something to copy, with what it is for above it. */
export function codeStep(
  title: Child,
  { code, name }: { code: string; name: string },
): HTMLElement {
  return element(
    'div',
    { class: 'step' },
    element('div', { class: 'step-head' }, title, copyButton(code, name)),
    element('pre', { tabindex: 0, 'aria-label': name }, element('code', {}, code)),
  )
}
