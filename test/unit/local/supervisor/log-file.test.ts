import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLogFile, rotate } from '../../../../local/supervisor/log-file.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'passerby-log-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('a log that has grown too long goes on, with what was before beside it', async () => {
  const file = path.join(folder, 'a.log')
  await writeFile(file, 'old line\n')
  rotate(file, 1_000)
  expect(await readFile(file, 'utf8')).toBe('old line\n')
  rotate(file, 5)
  await appendFile(file, 'new line\n')
  expect(await readFile(file, 'utf8')).toBe('new line\n')
  expect(await readFile(`${file}.1`, 'utf8')).toBe('old line\n')
})

it('a log is opened behind what is there, and a missing one does no harm', async () => {
  const file = path.join(folder, 'b.log')
  rotate(file, 0)
  const log = openLogFile(file)
  log.release()
  log.close()
  expect(await readFile(file, 'utf8')).toBe('')
})
