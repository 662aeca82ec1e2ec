import { assetAddress, type ConsoleAssets } from './assets.ts'
import { html, type Html } from './html.ts'
import { iconAddress } from './mark.ts'

export interface DocumentParts {
  readonly title: string
  readonly assets: ConsoleAssets
  /** What stands in the body. */
  readonly body: Html
  /** True for the page that runs the script. */
  readonly scripted: boolean
}

/** A whole page as text. */
export function documentText({ title, assets, body, scripted }: DocumentParts): string {
  const script = scripted
    ? html`<script type="module" src="${assetAddress(assets.script)}"></script>`
    : ''
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="${iconAddress}" />
        <link rel="stylesheet" href="${assetAddress(assets.styles)}" />
        ${script}
      </head>
      ${body}
    </html> `
  return page.text
}
