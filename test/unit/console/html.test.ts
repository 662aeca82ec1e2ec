import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html } from '../../../shared/console/html.ts'

describe('markup', () => {
  it('escapes every value that is no markup, in text and in attributes', () => {
    const value = `"><img src=x onerror='alert(1)'>&amp;`
    const shown = '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;'
    expect(html`<p title="${value}">${value}</p>`.text).toBe(`<p title="${shown}">${shown}</p>`)
  })

  it('keeps markup, alone and in lists', () => {
    const item = html`<b>${1}</b>`
    expect(html`${[item, item]} and ${item}`.text).toBe('<b>1</b><b>1</b> and <b>1</b>')
  })

  it('never lets a text leave its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", ';', 'amp') }),
        (text) => {
          expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
        },
      ),
    )
  })
})
