import { announce } from './announce.ts'
import { element } from './element.ts'

const thanksMs = 2000

/** A button that copies a text; `what` names it for people who do not see what it stands beside. */
export function copyButton(text: string, what: string): HTMLButtonElement {
  const word = element('span', {}, 'Copy')
  const rest = element('span', { class: 'sr-only' }, ` ${what}`)
  const button = element('button', { type: 'button', class: 'button copy' }, word, rest)
  button.addEventListener('click', () => {
    void copy(text).then((isCopied) => {
      word.textContent = isCopied ? 'Copied' : 'Press Ctrl-C'
      announce(isCopied ? `Copied ${what}` : `Copy ${what} by hand`)
      setTimeout(() => (word.textContent = 'Copy'), thanksMs)
    })
  })
  return button
}

/** The clipboard belongs to secure pages; elsewhere the browser's older way still works. */
async function copy(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard !== undefined) {
    const isWritten = await clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (isWritten) return true
  }
  const field = element('textarea', { class: 'sr-only', 'aria-hidden': true })
  field.value = text
  const before = document.activeElement
  document.body.append(field)
  field.select()
  // Deprecated, and the only way where there is no clipboard.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isCopied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return isCopied
}
