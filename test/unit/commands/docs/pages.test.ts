import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { errorsMarkdown } from '../../../../commands/docs/errors-markdown.ts'
import type { OpenApi } from '../../../../commands/docs/openapi.ts'
import { readOpenApi } from '../../../../commands/docs/read-openapi.ts'
import { referenceMarkdown } from '../../../../commands/docs/reference-markdown.ts'
import { errorCatalogue, errorDocs } from '../../../../shared/platform/errors/error-catalogue.ts'
import { errorsPage } from '../../../../shared/platform/http/errors-page.ts'

const codes = Object.keys(errorCatalogue) as (keyof typeof errorCatalogue)[]

describe('docs/errors.md', () => {
  it('is what `npm run docs` writes', async () => {
    expect(await readFile('docs/errors.md', 'utf8')).toBe(errorsMarkdown())
  })

  it.each(codes)('and the page that a Passerby serves have a section for %s', (code) => {
    const anchor = errorDocs(code).split('#')[1] ?? ''
    expect(errorsMarkdown()).toMatch(new RegExp(`^## ${anchor}$`, 'im'))
    expect(errorsPage().body).toContain(`<section id="${anchor}">`)
  })
})

describe('docs/reference.md', () => {
  let document: OpenApi

  beforeAll(async () => {
    // The package of the functions warns that it is not inside the Functions host.
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const files = await readdir('functions/http')
    document = await readOpenApi(files.map((file) => path.basename(file, '.ts')))
    warn.mockRestore()
  })

  it('is what `npm run docs` writes', async () => {
    expect(await readFile('docs/reference.md', 'utf8')).toBe(referenceMarkdown(document))
  })

  it('shows every address and every shape once', () => {
    const page = referenceMarkdown(document)
    const titles = [...page.matchAll(/^### (.+)$/gm)].map((match) => match[1] ?? '')
    expect(new Set(titles).size).toBe(titles.length)
    for (const name of Object.keys(document.components.schemas)) expect(titles).toContain(name)
    for (const [address, methods] of Object.entries(document.paths)) {
      for (const [method, { operationId }] of Object.entries(methods)) {
        if (!operationId.endsWith('-short')) {
          expect(titles).toContain(`${method.toUpperCase()} ${address}`)
        }
      }
    }
  })
})
