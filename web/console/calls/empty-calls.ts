import { firstCall, type Place } from '../connect/examples.ts'
import { codeStep } from '../connect/code-step.ts'
import { copyButton } from '../page/copy-button.ts'
import { element } from '../page/element.ts'

/** What to do while nothing has arrived yet. */
export function firstSteps(place: Place, isLocal: boolean): HTMLElement {
  return element(
    'div',
    { class: 'first-steps' },
    element('h3', {}, 'Waiting for the first call'),
    codeStep(element('p', {}, 'Paste this into a terminal. The call appears here by itself.'), {
      code: firstCall(place),
      name: 'the first call',
    }),
    isLocal ? demo(place.origin) : undefined,
    element(
      'p',
      {},
      'Or ',
      element('a', { href: '#connect' }, 'connect your site or backend'),
      ' with the Segment libraries.',
    ),
  )
}

function demo(origin: string): HTMLElement {
  const isUsual = origin === 'http://127.0.0.1:7071' || origin === 'http://localhost:7071'
  const command = isUsual ? 'npm run demo' : `npm run demo -- --url ${origin}`
  return element(
    'p',
    { class: 'inline-code' },
    'A whole shop instead: ',
    element('code', {}, command),
    copyButton(command, 'npm run demo'),
  )
}

/** Shown where calls are there, and none fits the filter. */
export function nothingFits(isLooking: boolean): HTMLElement {
  return element('p', { class: 'muted' }, isLooking ? 'Looking …' : 'No call fits the filter.')
}
