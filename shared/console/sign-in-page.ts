import type { ConsoleAssets } from './assets.ts'
import { documentText } from './document.ts'
import { html } from './html.ts'
import { mark } from './mark.ts'

export interface SignInPage {
  readonly assets: ConsoleAssets
  /** What was wrong with the last try. */
  readonly problem?: string
}

/** The form that asks for an admin key; it works without a script. */
export function signInPage({ assets, problem }: SignInPage): string {
  const alert =
    problem === undefined
      ? ''
      : html`<p class="notice danger" role="alert" id="problem">${problem}</p>`
  const faulty = problem === undefined ? '' : html` aria-invalid="true" aria-describedby="problem"`
  const body = html`<body class="sign-in-body">
    <main class="sign-in panel">
      <p class="brand">${mark}<span>Passerby</span></p>
      <h1>Sign in to the console</h1>
      <p class="muted">See calls arrive, find a visitor, understand a refusal.</p>
      ${alert}
      <form method="post" action="/console/sign-in">
        <label for="key">Admin key</label>
        <input
          class="field"
          id="key"
          name="key"
          type="password"
          required
          autofocus
          autocomplete="current-password"
          spellcheck="false"
          ${faulty}
        />
        <button class="button primary" type="submit">Sign in</button>
      </form>
      <p class="hint">
        A key of the setting <code>PASSERBY_ADMIN_KEYS</code>. You stay signed in for 12 hours; the
        console only reads.
      </p>
    </main>
  </body>`
  return documentText({ title: 'Sign in · Passerby', assets, body, scripted: false })
}
