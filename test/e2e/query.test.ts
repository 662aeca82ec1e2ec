import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

describe('npm run query', () => {
  let folder: string
  let rows: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'passerby-query-'))
    rows = path.join(folder, 'rows.json')
    await writeFile(rows, JSON.stringify([{ age: 30 }, { age: 5 }]))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('prints nothing but the rows', async () => {
    const command = runCommand('query', [rows, '--filter', 'age gt 10'])
    expect(await command.ended).toBe(0)
    expect(JSON.parse(command.out())).toEqual([{ age: 30 }])
    expect(command.err()).toBe('')
  })

  it('tells an error on the other channel, and by its exit code', async () => {
    const command = runCommand('query', [rows, '--filter', 'age > 10'])
    expect(await command.ended).toBe(1)
    expect(command.out()).toBe('')
    expect(command.err()).toContain('InvalidSyntax in --filter')
  })

  it('says what is wrong with a file, and helps', async () => {
    const broken = runCommand('query', [path.join(folder, 'none.json'), '--filter', 'true'])
    const help = runCommand('query', ['--help'])
    expect([await broken.ended, await help.ended]).toEqual([1, 0])
    expect(broken.err()).toContain('cannot be read')
    expect(help.out()).toContain('docs/expressions.md')
  })
})
