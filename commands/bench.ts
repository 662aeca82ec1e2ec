import { benchmarks } from '../bench/benchmarks.ts'
import { readBenchRequest } from '../bench/options.ts'
import { runBenchmarks } from '../bench/run-benchmarks.ts'
import { watchStop } from '../local/supervisor/watch-stop.ts'
import { processEnvironment } from '../shared/platform/config/environment.ts'

const names = benchmarks.map(({ name }) => name)
const request = readBenchRequest(process.argv.slice(2), names)
const environment = processEnvironment()

if (request.kind === 'refused') {
  console.error(request.message)
  process.exit(1)
}
const watch = watchStop({ followParent: environment['npm_lifecycle_event'] !== undefined })
const interrupted = watch.requested.then(() => Promise.reject(new Error('stopped')))
interrupted.catch(() => undefined)
const selected = benchmarks.filter(({ name }) => request.names.includes(name))
try {
  const session = {
    root: process.cwd(),
    environment,
    quick: request.quick,
    interrupted,
    say: (line: string) => console.error(line),
  }
  await runBenchmarks(selected, session, (line) => console.log(line))
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
