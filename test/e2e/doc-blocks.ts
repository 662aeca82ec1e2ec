import { readFileSync } from 'node:fs'

/** Where the pages say that Passerby runs. */
const documentedHost = '127.0.0.1:7071'

/** A fenced block of a Markdown page. */
export interface Block {
  readonly page: string
  /** The line of the opening fence, from 1. */
  readonly line: number
  /** `sh`, `js`, `json` …; empty where the fence names none. */
  readonly language: string
  /** What stands behind the language; GitHub does not show it. */
  readonly note: string
  readonly content: string
}

/** The fenced blocks of a page, in order. */
export function readBlocks(page: string): Block[] {
  const blocks: Block[] = []
  const lines = readFileSync(page, 'utf8').split('\n')
  for (let index = 0; index < lines.length; index += 1) {
    const fence = /^```(\S*) *(.*)$/.exec(lines[index] ?? '')
    if (/^\s+```|^\s*~~~/.test(lines[index] ?? '')) {
      throw new Error(`${page}:${index + 1}: a block begins with \`\`\` at the start of a line`)
    }
    if (fence === null) continue
    const end = lines.indexOf('```', index + 1)
    if (end === -1) throw new Error(`${page}:${index + 1}: the block does not end`)
    blocks.push({
      page,
      line: index + 1,
      language: fence[1] ?? '',
      note: fence[2] ?? '',
      content: `${lines.slice(index + 1, end).join('\n')}\n`,
    })
    index = end
  }
  return blocks
}

/** The content of a block, with the address of the running Passerby. */
export function contentFor(block: Pick<Block, 'content'>, url: string): string {
  return block.content.replaceAll(documentedHost, new URL(url).host)
}
