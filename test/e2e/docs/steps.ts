import type { Block } from '../doc-blocks.ts'

/** What a reader does with a block, and the answer that the page shows below it. */
export interface Step {
  readonly kind: 'file' | 'shell' | 'request' | 'program' | 'browser'
  readonly block: Block
  readonly answer?: Block
}

/**
 * The blocks of a page as steps:
 * `sh` is run; `js` is run by Node, `js browser` in a page; `json POST /v1/…` is sent;
 * any block with a file name behind its language is that file;
 * a `json` or `text` block behind one of these is what it answers.
 * Anything else is nothing that a test could hold the page to.
 */
export function toSteps(blocks: readonly Block[]): Step[] {
  const steps: Step[] = []
  for (const block of blocks) {
    const kind = kindOf(block)
    const last = steps.at(-1)
    if (kind !== 'answer') steps.push({ kind, block })
    else if (last === undefined || last.kind === 'file' || last.answer !== undefined) {
      throw new Error(`${block.page}:${block.line}: the block answers nothing`)
    } else steps[steps.length - 1] = { ...last, answer: block }
  }
  return steps
}

function kindOf({ page, line, language, note }: Block): Step['kind'] | 'answer' {
  if (language === 'json' && note.startsWith('POST ')) return 'request'
  if (language === 'js') return note === 'browser' ? 'browser' : 'program'
  if (/^[\w-]+(\.[\w-]+)+$/.test(note)) return 'file'
  if (note === '' && language === 'sh') return 'shell'
  if (note === '' && ['json', 'text'].includes(language)) return 'answer'
  throw new Error(`${page}:${line}: a block of the kind '${language} ${note}' is not run`)
}
