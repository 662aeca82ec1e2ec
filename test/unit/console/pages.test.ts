import { describe, expect, it } from 'vitest'
import { nameAssets } from '../../../shared/console/assets.ts'
import { consolePage } from '../../../shared/console/console-page.ts'
import { pageHeaders } from '../../../shared/console/page-headers.ts'
import { keysToShow } from '../../../shared/console/shown-keys.ts'
import { signInPage } from '../../../shared/console/sign-in-page.ts'

const assets = nameAssets({ script: 'start()', styles: 'p {}' })
const published = {
  local: true,
  writeKeys: [{ key: 'local-write-key' }],
  readKeys: [{ key: 'local-read-key' }],
}
const own = { local: true, writeKeys: [{ key: 'secret-1' }], readKeys: [{ key: 'secret-2' }] }

describe('the page', () => {
  it('names its files after what they hold', () => {
    const other = nameAssets({ script: 'start(2)', styles: 'p {}' })
    expect(other.script.name).not.toBe(assets.script.name)
    expect(other.styles).toEqual(assets.styles)
  })

  it.each([
    consolePage({ assets, config: published, mayLeave: true }),
    signInPage({ assets, problem: 'no' }),
  ])('has no script and no style of its own, as its policy demands', (page) => {
    expect(page).not.toMatch(/<script(?! type="module" src="\/console\/assets\/console-)/)
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/)
    expect(pageHeaders['Content-Security-Policy']).not.toMatch(/unsafe|http|\*/)
  })

  it('asks nobody else for anything', () => {
    const page = consolePage({ assets, config: published, mayLeave: false })
    const addresses = [...page.matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map(
      (match) => match[1],
    )
    expect(addresses.length).toBeGreaterThan(0)
    for (const address of addresses) expect(address).toMatch(/^(?:\/console|#|data:image\/svg)/)
  })

  it('shows what was wrong as text', () => {
    expect(signInPage({ assets, problem: '<b>' })).toContain('&lt;b&gt;')
  })

  it('offers to sign out only where that does something', () => {
    const page = (mayLeave: boolean): string => consolePage({ assets, config: own, mayLeave })
    expect(page(true)).toContain('/console/sign-out')
    expect(page(false)).not.toContain('/console/sign-out')
  })
})

describe('the keys in examples', () => {
  it('are the published ones of a developer machine, and never others', () => {
    expect(keysToShow(published)).toEqual({ write: 'local-write-key', read: 'local-read-key' })
    const held = { write: 'YOUR_WRITE_KEY', read: 'YOUR_READ_KEY' }
    expect(keysToShow(own)).toEqual(held)
    expect(keysToShow({ ...published, local: false })).toEqual(held)
    expect(consolePage({ assets, config: own, mayLeave: true })).not.toContain('secret')
  })
})
