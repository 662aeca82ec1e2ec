import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readQueryRequest } from '../../../commands/query/options.ts'
import type { Row } from '../../../commands/query/read-input.ts'
import { matchingRows, runQuery, settingsFor } from '../../../commands/query/run-query.ts'
import { ExpressionError } from '../../../shared/expression/expression-error.ts'
import { readBlocks, type Block } from '../../e2e/doc-blocks.ts'

/** The moment at which the page says it is written. */
const now = Date.parse('2026-05-31T12:00:00.000Z')

const blocks = readBlocks('docs/expressions.md')

function file(name: string): string {
  return blocks.find(({ note }) => note === name)?.content ?? ''
}

const rows = JSON.parse(file('customers.json')) as Row[]
const types = JSON.parse(file('types.json')) as Record<string, string>
const settings = settingsFor(rows, types)

/** What the page shows behind an expression: names, or the error. */
function answer({ content, note }: Block): string {
  const text = content.trimEnd()
  try {
    const query = note === 'orderby' ? { orderby: text } : { filter: text }
    const found = matchingRows(query, { rows, settings, now })
    return found.map((index) => String(rows[index]?.['firstName'])).join(', ')
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return `${error.code} at ${error.position}: ${error.message}`
  }
}

describe('docs/expressions.md', () => {
  const expressions = blocks.filter(({ language }) => language === 'odata')
  const commands = blocks.filter(({ language }) => language === 'sh')
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'passerby-expressions-'))
    for (const name of ['customers.json', 'types.json']) {
      await writeFile(path.join(folder, name), file(name))
    }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('has no block that is not run', () => {
    const answers = blocks.filter(({ language }) => language === 'text')
    const files = blocks.filter(({ language }) => language === 'json')
    expect(files.map(({ note }) => note)).toEqual(['customers.json', 'types.json'])
    expect(answers.length).toBe(expressions.length)
    expect(expressions.length).toBeGreaterThan(30)
    const known = expressions.length + answers.length + files.length + commands.length
    expect(known).toBe(blocks.length)
  })

  it.each(expressions)('line $line: $content', (block) => {
    const shown = blocks[blocks.indexOf(block) + 1]
    expect(shown?.language).toBe('text')
    expect(answer(block)).toBe(shown?.content.trimEnd())
  })

  it.each(commands)('line $line: $content', async ({ content }) => {
    const [, given = ''] = content.trim().split('npm run --silent query -- ')
    const args = [...given.matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word ?? '',
    )
    const request = readQueryRequest(args, folder)
    if (request.kind !== 'query') throw new Error(`not understood: ${content}`)
    const result = await runQuery(request, now)
    expect(result).toEqual({ kind: 'answered', json: JSON.stringify([rows[0]], undefined, 2) })
  })
})
