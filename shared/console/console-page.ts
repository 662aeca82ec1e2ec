import type { ConsoleAssets } from './assets.ts'
import { documentText } from './document.ts'
import { html, type Html } from './html.ts'
import { mark } from './mark.ts'
import { callsSection, connectSection, countsSection, profileSection } from './sections.ts'
import { keysToShow, type ShownKeys } from './shown-keys.ts'

export interface ConsolePage {
  readonly assets: ConsoleAssets
  readonly config: Parameters<typeof keysToShow>[0]
  /** True for somebody who has signed in, and may sign out. */
  readonly mayLeave: boolean
}

/** The console without its content, which the script fetches from the public interface. */
export function consolePage({ assets, config, mayLeave }: ConsolePage): string {
  const keys = keysToShow(config)
  const place = config.local ? 'local' : 'deployed'
  const body = html`<body ${dataOf(place, keys)}>
    <a class="skip" href="#calls">Skip to the live calls</a>
    <header class="top">
      <h1 class="brand">
        ${mark}<span>Passerby <span class="light">Console</span></span>
      </h1>
      <p class="state" id="state" role="status"><span class="state-word">Looking …</span></p>
      ${mayLeave ? signOut : ''}
    </header>
    <noscript
      ><p class="notice danger">
        The console needs JavaScript to show calls as they arrive.
      </p></noscript
    >
    <p class="notice danger" id="ended" role="alert" hidden></p>
    <main>
      ${countsSection}
      <div class="columns">${callsSection} ${profileSection}</div>
      ${connectSection}
    </main>
    <p class="sr-only" id="announcer" role="status" aria-live="polite"></p>
  </body>`
  return documentText({ title: 'Console · Passerby', assets, body, scripted: true })
}

function dataOf(place: string, { write, read }: ShownKeys): Html {
  return html`data-place="${place}" data-write-key="${write}" data-read-key="${read}"`
}

const signOut = html`<form method="post" action="/console/sign-out">
  <button class="button" type="submit">Sign out</button>
</form>`
