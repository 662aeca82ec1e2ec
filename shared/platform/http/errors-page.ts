import { createHash } from 'node:crypto'
import type { HttpResponseInit } from '@azure/functions'
import { errorCatalogue } from '../errors/error-catalogue.ts'
import type { ErrorEntry } from '../errors/error-entry.ts'

const style = `:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
section{border-top:1px solid var(--line);padding:.5rem 0 1rem;scroll-margin-top:1rem}
section:target{background:var(--soft);padding-left:1rem;border-left:4px solid}
h2{font-size:1.1rem;margin:.5rem 0}h2 small{font-weight:400;opacity:.75;margin-left:.5rem}
code{font:.9em ui-monospace,monospace;background:var(--soft);padding:.1em .3em;border-radius:3px}
p{margin:.4rem 0}`

const styleHash = createHash('sha256').update(style).digest('base64')

/** The explanations of all error codes for a browser; the same as `docs/errors.md`. */
export function errorsPage(): HttpResponseInit {
  const entries = Object.entries(errorCatalogue).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`,
      'X-Content-Type-Options': 'nosniff',
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Errors of Passerby</title>
<style>${style}</style></head><body><main><h1>Errors</h1>
<p>What each <code>code</code> means, and what to do about it.</p>
${entries.map(section).join('\n')}</main></body></html>`,
  }
}

function section([code, { status, meaning, remedy }]: [string, ErrorEntry]): string {
  return `<section id="${code.toLowerCase()}"><h2>${code}<small>${status}</small></h2>
<p>${inline(meaning)}</p><p>${inline(remedy)}</p></section>`
}

/** Text with `code` in backticks. */
function inline(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return escaped.replace(/`([^`]*)`/g, '<code>$1</code>')
}
