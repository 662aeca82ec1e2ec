import { askUntil } from './ask-until.ts'
import { curlOf, type Api, type ApiAnswer, type Target } from './api.ts'
import { DemoError } from './demo-error.ts'
import { layOutJson } from './lay-out-json.ts'
import type { Step, Walk } from './step.ts'

export interface Walking {
  readonly api: Api
  readonly target: Target
  print(line: string): void
  /** Called after each step but the last; the next one waits for it. */
  pause(): Promise<void>
  /** How long a step's answer may take to be as wanted. */
  readonly longestMs: number
}

/** Makes and shows the steps one after the other; throws where one does not show what it says. */
export async function walkSteps(
  steps: readonly Step[],
  walk: Walk,
  walking: Walking,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (index > 0) await walking.pause()
    await takeStep(step, index + 1, walk, walking)
  }
}

async function takeStep(step: Step, number: number, walk: Walk, walking: Walking): Promise<void> {
  const { api, target, print, longestMs } = walking
  const request = step.request(walk)
  print(`\n${number}. ${step.sentence(walk)}\n`)
  print(`${curlOf(target, request)}\n`)
  const { answer, isThere, seconds } = await askUntil(api, request, {
    isThere: (answer) => answer.status === 200 && step.isThere(answer, walk),
    // Events are sent once: sending them again would tell nothing new.
    longestMs: request.body === undefined ? longestMs : 0,
  })
  if (!isThere) throw new DemoError(notThere(answer, seconds))
  const shown = step.shorten(answer.body)
  const isShort = JSON.stringify(shown) !== JSON.stringify(answer.body)
  const waited = seconds >= 1 ? `, after ${seconds.toFixed(1)} s` : ''
  print(`→ ${answer.status}${waited}${isShort ? ', shortened' : ''}\n${layOutJson(shown)}`)
}

function notThere({ status, body }: ApiAnswer, seconds: number): string {
  const said = body === undefined ? '' : `\n${layOutJson(body)}`
  return (
    `That is not to be seen after ${Math.round(seconds)} s; the last answer was ${status}${said}\n` +
    'What was accepted is safe and will show when it is worked off: /health with the admin key ' +
    'tells what is behind, and the same command goes on later.'
  )
}
