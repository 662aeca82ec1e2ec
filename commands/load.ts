import path from 'node:path'
import { watchStop } from '../local/supervisor/watch-stop.ts'
import { processEnvironment } from '../shared/platform/config/environment.ts'
import { helpText } from './load/help.ts'
import { load } from './load/load.ts'
import { readRequest } from './load/options.ts'
import { answerAside } from './terminal/aside.ts'

const root = process.cwd()
const request = readRequest(process.argv.slice(2), processEnvironment()['INIT_CWD'] ?? root)

if (request.kind === 'load') {
  const watch = watchStop({ followParent: false })
  void watch.insisted.then(() => process.exit(130))
  const exitCode = await load(request.options, {
    stateFolder: path.join(root, '.passerby', 'load'),
    patience: { firstMs: 10_000, laterMs: 120_000 },
    watch,
    print: (line) => console.log(line),
    say: (line) => console.error(line),
    progressStream: process.stderr,
  })
  process.exit(exitCode)
} else answerAside(request, helpText)
