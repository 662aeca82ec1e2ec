import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { expect } from 'vitest'
import { pollUntil } from '../../setup/poll-until.ts'
import { contentFor, type Block } from '../doc-blocks.ts'
import { post } from '../collect/send.ts'
import { asShown } from './as-shown.ts'
import { openPage } from './browser-page.ts'
import type { Step } from './steps.ts'

const run = promisify(execFile)

/** How long, and how often, a profile is asked for until it is as shown. */
const patience = { timeoutMs: 40_000, everyMs: 200 }

/** Where a page's steps are done. */
export interface Place {
  readonly url: string
  /** Where the reader stands: files that a page shows lie here. */
  readonly folder: string
}

/** Does what a step says and checks that the answer is the one that the page shows. */
export async function runStep(step: Step, place: Place): Promise<void> {
  const content = contentFor(step.block, place.url)
  switch (step.kind) {
    case 'file':
      return writeFile(path.join(place.folder, step.block.note), content)
    case 'request':
      return expectRequest(step, content, place)
    case 'program':
      return expectAnswer(step.answer, place, await runProgram(content))
    case 'browser':
      return openPage(content)
    case 'shell':
      return runShell(step, content, place)
  }
}

/** A request whose answer is not shown is accepted as a whole. */
async function expectRequest({ block, answer }: Step, body: string, place: Place): Promise<void> {
  const { json } = await post(place.url, block.note.replace(/^POST \/v1\//, ''), body)
  if (answer === undefined) expect(json).toEqual({ success: true, accepted: 1, rejected: [] })
  else expectAnswer(answer, place, JSON.stringify(json))
}

/** Beside the packages, so that imports are found as in a project that has installed them. */
async function runProgram(content: string): Promise<string> {
  const file = `test/e2e/.docs-${process.pid}.mjs`
  await writeFile(file, content)
  try {
    return (await run(process.execPath, [file])).stdout
  } finally {
    await rm(file)
  }
}

/** What only reads is repeated until it answers as shown: profiles follow a moment later. */
async function runShell({ answer }: Step, script: string, place: Place): Promise<void> {
  const changes = / -d |--data-binary| -X |npm run/.test(script)
  if (answer === undefined || changes) {
    return expectAnswer(answer, place, await shell(script, place))
  }
  let said = ''
  await pollUntil(async () => {
    // A pipe that finds nothing yet fails; so does its command then.
    said = await shell(script, place).catch(String)
    const { actual, shown } = compared(answer, place, said)
    return isDeepStrictEqual(actual, shown) ? true : undefined
  }, patience).catch(() => expectAnswer(answer, place, said))
}

/** `npm run` works from the folder of the reader, on the Passerby of the test. */
async function shell(script: string, { url, folder }: Place): Promise<string> {
  const npm = `npm() { command npm --prefix '${process.cwd()}' --silent "$@" --url '${url}'; }`
  const { stdout } = await run('sh', ['-ec', `${npm}\n${script}`], { cwd: folder })
  return stdout
}

function expectAnswer(answer: Block | undefined, place: Place, said: string): void {
  if (answer === undefined) return
  const { actual, shown } = compared(answer, place, said)
  expect(actual).toEqual(shown)
}

function compared(answer: Block, place: Place, said: string): { actual: unknown; shown: unknown } {
  const content = contentFor(answer, place.url)
  if (answer.language === 'text') {
    const [actual, shown] = [said.trim().split('\n'), content.trim().split('\n')]
    return { actual: asShown(actual, shown), shown }
  }
  const shown: unknown = JSON.parse(content)
  return { actual: asShown(parse(said), shown), shown }
}

/** What is no JSON is shown as it is where the comparison fails. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
