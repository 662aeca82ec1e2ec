import { readFile } from 'node:fs/promises'
import type { StopWatch } from '../../local/supervisor/watch-stop.ts'
import { Delivery, type Destination } from './deliver.ts'
import { planFile, type FilePlan } from './file-plan.ts'
import { LoadError } from './load-error.ts'
import { loadFile, type LoadRun } from './load-file.ts'
import { LoadState } from './load-state.ts'
import { parseMapping, type Mapping } from './mapping.ts'
import type { LoadOptions } from './options.ts'
import { showProgress } from './progress.ts'
import { SeenIds } from './seen-ids.ts'
import { Tally } from './tally.ts'

/** What a load depends on beside its options. */
export interface LoadInputs {
  /** Where it remembers how far interrupted loads came. */
  readonly stateFolder: string
  readonly patience: Destination['patience']
  readonly watch: Pick<StopWatch, 'requested'>
  /** A line on standard output. */
  print(line: string): void
  /** A line for people, on standard error. */
  say(line: string): void
  readonly progressStream: NodeJS.WriteStream
}

const interruptedExitCode = 130
const repeatEveryMs = 10_000

/** Sends the files one after the other; answers the exit code. */
export async function load(options: LoadOptions, inputs: LoadInputs): Promise<number> {
  const run = createRun(options, inputs)
  let exitCode = 0
  const interruption = { came: false }
  void inputs.watch.requested.then(() => {
    interruption.came = true
    run.halt.abort()
  })
  try {
    const mapping = await readMapping(options.map)
    const plans: FilePlan[] = []
    for (const file of options.files) plans.push(await planFile(file, mapping))
    for (const plan of plans) {
      if (!run.halt.signal.aborted) await loadPlan(run, { plan, options, inputs })
    }
  } catch (error) {
    if (!(error instanceof LoadError)) throw error
    inputs.say(error.message)
    exitCode = 1
  }
  if (interruption.came) {
    inputs.say('Interrupted; the same command goes on from here.')
    exitCode = interruptedExitCode
  }
  for (const line of run.tally.findings()) inputs.print(line)
  inputs.print(run.tally.lastLine())
  return exitCode
}

async function loadPlan(
  run: LoadRun,
  { plan, options, inputs }: { plan: FilePlan; options: LoadOptions; inputs: LoadInputs },
): Promise<void> {
  const { file } = plan
  const state = new LoadState(inputs.stateFolder, file, options.url)
  const from = options.restart ? 0 : await state.read()
  if (from > 0) {
    inputs.say(`${file.name}: goes on behind record ${from} (--restart begins at the first)`)
  }
  const progress = showProgress(file.name, file.size, inputs.progressStream)
  await loadFile(run, { plan, state, from, progress })
}

function createRun({ url, key, concurrency }: LoadOptions, inputs: LoadInputs): LoadRun {
  const halt = new AbortController()
  const waiting = occasionally((reason) => inputs.say(`${url}: ${reason}; trying again …`))
  const delivery = new Delivery({ url, key, patience: inputs.patience, waiting }, halt.signal)
  return { delivery, tally: new Tally(), seen: new SeenIds(), concurrency, halt }
}

async function readMapping(file: string | undefined): Promise<Mapping | undefined> {
  if (file === undefined) return undefined
  try {
    return parseMapping(await readFile(file, 'utf8'))
  } catch (error) {
    throw new LoadError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Requests in flight fail together and often; one line tells it. */
function occasionally(say: (reason: string) => void): (reason: string) => void {
  let saidAt: number | undefined
  return (reason) => {
    if (saidAt !== undefined && performance.now() - saidAt < repeatEveryMs) return
    saidAt = performance.now()
    say(reason)
  }
}
