import { createHash } from 'node:crypto'

/** A file that a page needs, under an address that changes with its content. */
export interface Asset {
  readonly name: string
  readonly type: string
  readonly content: string
}

/** The files of the console: its script and its styles. */
export interface ConsoleAssets {
  readonly script: Asset
  readonly styles: Asset
}

/** Names the files after what they hold, so that browsers may keep them for ever. */
export function nameAssets(texts: { script: string; styles: string }): ConsoleAssets {
  const named = (end: string, type: string, content: string): Asset => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
    return { name: `console-${hash}.${end}`, type: `${type}; charset=utf-8`, content }
  }
  return {
    script: named('js', 'text/javascript', texts.script),
    styles: named('css', 'text/css', texts.styles),
  }
}

/** The address of a file, from the page's own. */
export function assetAddress({ name }: Asset): string {
  return `/console/assets/${name}`
}
