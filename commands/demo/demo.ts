import { isoTime } from '../../shared/platform/clock/iso-time.ts'
import { createApi, type Api, type Target } from './api.ts'
import { statePath, stateSchema } from './answers.ts'
import { findCrowd, type Crowd } from './crowd.ts'
import { DemoError, NoAnswerError } from './demo-error.ts'
import { placeCall } from './place-call.ts'
import { sendShop } from './send-shop.ts'
import { steps } from './steps.ts'
import { readTape } from './tape.ts'
import { findFreshVisitor, type Visitor } from './visitor.ts'
import { waitForShop } from './wait-for-shop.ts'
import { walkSteps } from './walk-steps.ts'

/** What the demo depends on. */
export interface DemoInputs {
  readonly target: Target
  /** The sample shop. */
  readonly shopFile: string
  /** How long nothing may happen to the shop's events, and a step may take to become visible. */
  readonly patience: { readonly stallMs: number; readonly stepMs: number }
  /** A line on standard output. */
  print(line: string): void
  /** A line for people, on standard error. */
  say(line: string): void
  pause(): Promise<void>
  readonly progressStream: NodeJS.WriteStream
}

/** Runs the whole demo; answers the exit code. */
export async function demo(inputs: DemoInputs): Promise<number> {
  const { target, print, say, pause } = inputs
  const api = createApi(target)
  try {
    const now = await checkTarget(target, api)
    const crowd = await bringShop(inputs, api, now)
    const visitor = await findFreshVisitor(api)
    if (visitor.number > 1) print(freshVisitorLine(visitor))
    const walking = { api, target, print, pause, longestMs: inputs.patience.stepMs }
    await walkSteps(steps, { visitor, crowd }, walking)
    print(pointers(target))
    return 0
  } catch (error) {
    if (!(error instanceof DemoError)) throw error
    say(error.message)
    return 1
  }
}

/** Answers Passerby's clock. */
async function checkTarget({ url }: Target, api: Api): Promise<number> {
  const hint = 'Start Passerby with npm start in another terminal, or give its address with --url.'
  const answer = await api({ role: 'read', path: statePath }).catch((error: unknown) => {
    if (error instanceof NoAnswerError) throw new DemoError(`${error.message}\n${hint}`)
    throw error
  })
  const state = stateSchema.safeParse(answer.body)
  if (answer.status === 200 && state.success) return Date.parse(state.data.asOf)
  throw new DemoError(`${url} answers (${answer.status}), but not as a Passerby does.\n${hint}`)
}

/** Sends the shop's last 14 days and waits until they are worked off. */
async function bringShop(inputs: DemoInputs, api: Api, now: number): Promise<Crowd> {
  const { print, say } = inputs
  const tape = await readTape(inputs.shopFile)
  const crowd = await findCrowd(api, tape, now)
  const first = crowd.end - (tape.last - tape.first)
  print(
    `A shop's last 14 days, ${isoTime(first)} to ${isoTime(crowd.end)}: ${tape.calls.length} events.`,
  )
  const calls = tape.calls.map((call) => placeCall(call, tape, crowd))
  const accepted = await sendShop(calls, inputs)
  const known = 'An earlier run has sent the same ones: they are duplicates and change nothing.'
  print(`${accepted} accepted. ${crowd.isHere ? known : 'Profiles are being built …'}`)
  const seconds = await waitForShop(api, { say, stallMs: inputs.patience.stallMs })
  print(`All of them are worked off, ${seconds.toFixed(1)} s later.`)
  return crowd
}

function freshVisitorLine({ anonymousId }: Visitor): string {
  return (
    `\nCookieID1 is known already, from an earlier run or from the README, and nobody becomes ` +
    `unknown again: this run follows a fresh visitor, ${anonymousId}.`
  )
}

function pointers({ url }: Target): string {
  const where = url === 'http://127.0.0.1:7071' ? '' : ` -- --url ${url}`
  return [
    '\nLook further:',
    `  ${url}/console`,
    '      the people of the shop, in the browser',
    `  npm run tail${where}`,
    '      every event as it arrives; leave it open and run the demo again',
    `  npm run load -- FILE${where.replace(' --', '')}`,
    '      your own events',
  ].join('\n')
}
