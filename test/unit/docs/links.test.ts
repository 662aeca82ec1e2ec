import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const inFolder = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name))

const pages = ['.', 'docs', 'docs/adr', 'shared'].flatMap(inFolder)

/** A page without its fenced blocks: what looks like a heading or a link there is none. */
function prose(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '')
}

/** The anchors that GitHub gives the headings of a page. */
function anchors(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Targets of links and pictures inside the project. */
function targets(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
}

describe('the pages', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const broken = targets(page).filter((target) => {
      const [file = '', anchor] = target.split('#')
      const linked = file === '' ? page : path.join(path.dirname(page), file)
      if (!existsSync(linked)) return true
      return anchor !== undefined && !anchors(linked).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it('are linked from somewhere, so that a reader finds them', () => {
    const linked = new Set(
      pages.flatMap((page) =>
        targets(page).map((target) => path.join(path.dirname(page), target.split('#')[0] ?? '')),
      ),
    )
    const entry = ['README.md', 'shared/README.md']
    const folders = ['docs/adr/']
    const lost = pages.filter(
      (page) =>
        !entry.includes(page) &&
        !linked.has(page) &&
        !folders.some((folder) => page.startsWith(folder) && linked.has(folder)),
    )
    expect(lost).toEqual([])
  })
})
