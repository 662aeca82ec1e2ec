import { element, part } from '../page/element.ts'
import { codeStep } from './code-step.ts'
import { waysToConnect, type Place, type Way } from './examples.ts'

interface Tab {
  readonly tab: HTMLButtonElement
  readonly panel: HTMLElement
}

/** Tabs with what to copy (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
export function showConnect(place: Place): void {
  const tabs = waysToConnect(place).map(makeTab)
  const select = (chosen: number): void => {
    for (const [index, { tab, panel }] of tabs.entries()) {
      const isChosen = index === chosen
      tab.setAttribute('aria-selected', String(isChosen))
      tab.tabIndex = isChosen ? 0 : -1
      panel.hidden = !isChosen
    }
  }
  for (const [index, { tab }] of tabs.entries()) {
    tab.addEventListener('click', () => select(index))
    tab.addEventListener('keydown', (event) => {
      const next = nextTab(event.key, index, tabs.length)
      if (next === undefined) return
      event.preventDefault()
      select(next)
      tabs[next]?.tab.focus()
    })
  }
  part('connect-tabs').replaceChildren(...tabs.map(({ tab }) => tab))
  part('connect-panels').replaceChildren(...tabs.map(({ panel }) => panel))
  select(0)
}

function nextTab(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

function makeTab({ name, steps }: Way): Tab {
  const id = name.toLowerCase()
  const tab = element(
    'button',
    { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
    name,
  )
  const panel = element(
    'div',
    { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, class: 'steps' },
    ...steps.map(({ title, code }) =>
      codeStep(element('h3', {}, title), { code, name: `${name}: ${title}` }),
    ),
  )
  return { tab, panel }
}
