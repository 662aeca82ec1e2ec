import type { PartDefinition } from './part-definition.ts'
import type { PartInputs } from './passerby-parts.ts'
import { serviceBusConnectionString, storageConnectionString } from './connection-strings.ts'
import { prepareRuntime, type PreparedRuntime, type RuntimeInputs } from './prepare-runtime.ts'
import { consoleLine, localUrl, readyLine } from './ready-line.ts'
import { RuntimeFile, type RuntimeFacts } from './runtime-file.ts'
import { isLoopback } from './settings.ts'
import { Supervisor } from './supervisor.ts'
import { waitUntilAnswering } from './wait-until-answering.ts'
import { watchStop, type StopWatch } from './watch-stop.ts'
import { PasserbyError } from '../../shared/platform/errors/errors.ts'

/** What `npm start` depends on; the parts are an argument so that tests can run others. */
export interface StartInputs extends RuntimeInputs {
  readonly createParts: (inputs: PartInputs) => readonly PartDefinition[]
  /** A line on standard output. */
  print(line: string): void
  /** A line for people, on standard error. */
  say(line: string): void
}

const killedExitCode = 130
/** Another program may take a port between its choice and its use. */
const mostChoices = 3

/** Runs a local Passerby until it is stopped; answers the exit code. */
export async function startPasserby(inputs: StartInputs): Promise<number> {
  const watch = watchStop({ followParent: inputs.environment['npm_lifecycle_event'] !== undefined })
  try {
    for (let choices = mostChoices - 1; ; choices -= 1) {
      const runtime = await prepareRuntime(inputs)
      const end = await run({ ...inputs, mayChooseAgain: choices > 0 }, runtime, watch).finally(
        runtime.release,
      )
      if (end !== 'choose again') return end
    }
  } catch (error) {
    if (!(error instanceof PasserbyError)) throw error
    inputs.say(error.message)
    return 1
  } finally {
    watch.close()
  }
}

async function run(
  inputs: StartInputs & { readonly mayChooseAgain: boolean },
  runtime: PreparedRuntime,
  watch: StopWatch,
): Promise<number | 'choose again'> {
  const { settings, ports, token } = runtime
  const { root } = inputs.surroundings
  if (!isLoopback(settings.host)) {
    inputs.say(`Warning: PASSERBY_HOST ${settings.host} admits other machines, without TLS`)
  }
  const file = new RuntimeFile(settings.dataFolder)
  const parts = inputs.createParts({ ...inputs, root, settings, ports, guardToken: token })
  const supervisor = new Supervisor(parts, {
    pidsChanged: (pids) => void file.write(runtimeFacts(runtime, pids)).catch(reportTo(inputs)),
    say: (line) => inputs.say(line),
  })
  const starting = new AbortController()
  let serves = false
  const ending: Promise<Ending> = Promise.race([
    watch.requested.then((): Ending => ({ code: 0, line: 'Stopping …' })),
    supervisor.failed.then(({ reason, port }): Ending => {
      const isChosen = port !== undefined && runtime.chosen.has(port)
      return isChosen && inputs.mayChooseAgain && !serves
        ? { code: 'choose again', line: `Port ${port} was taken meanwhile, choosing others …` }
        : { code: 1, line: `Passerby stops: ${reason}` }
    }),
  ])
  const announced = announce(inputs, { runtime, supervisor, signal: starting.signal })
  const end = await Promise.race([
    ending,
    announced.then(() => {
      serves = true
      return ending
    }),
  ])
  inputs.say(end.line)
  starting.abort()
  const code = await Promise.race([
    supervisor.stop().then(() => end.code),
    watch.insisted.then(() => killedExitCode),
  ])
  supervisor.kill()
  await file.remove()
  return code
}

interface Ending {
  readonly code: number | 'choose again'
  /** For people. */
  readonly line: string
}

/** Prints the ready line, and where to look, once a request is answered. */
async function announce(
  inputs: StartInputs,
  started: { runtime: PreparedRuntime; supervisor: Supervisor; signal: AbortSignal },
): Promise<void> {
  const { settings } = started.runtime
  const url = localUrl(settings.host, settings.port)
  if (!(await started.supervisor.start())) return
  if (!(await waitUntilAnswering(`${url}/health`, started.signal))) return
  inputs.print(readyLine(url, settings.keys))
  inputs.print(consoleLine(url))
}

function runtimeFacts(
  { settings, ports }: PreparedRuntime,
  pids: Readonly<Record<string, number>>,
): RuntimeFacts {
  const { broker, blob, queue, table } = ports
  return {
    url: localUrl(settings.host, settings.port),
    ports: { host: settings.port, broker, blob, queue, table },
    pids: { supervisor: process.pid, ...pids },
    connectionStrings: {
      storage: storageConnectionString(ports),
      serviceBus: serviceBusConnectionString(broker),
    },
    clockOffsetMs: settings.clockOffsetMs,
  }
}

function reportTo({ say }: StartInputs): (error: unknown) => void {
  return (error) => say(`runtime.json cannot be written: ${String(error)}`)
}
