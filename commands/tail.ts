import { setTimeout as delay } from 'node:timers/promises'
import { watchStop } from '../local/supervisor/watch-stop.ts'
import { processEnvironment } from '../shared/platform/config/environment.ts'
import { fetchFeed } from './tail/feed.ts'
import { helpText } from './tail/help.ts'
import { readTailRequest } from './tail/options.ts'
import { tail } from './tail/tail.ts'
import { answerAside } from './terminal/aside.ts'

const environment = processEnvironment()
const { stdout } = process
// Whoever reads along may have seen enough, as in `| head`.
stdout.on('error', () => process.exit(0))

let unfinishedLine = false
function write(text: string): Promise<void> {
  if (text === '') return Promise.resolve()
  unfinishedLine = !text.endsWith('\n')
  return new Promise((resolve) => stdout.write(text, () => resolve()))
}

const request = readTailRequest(process.argv.slice(2), Date.now())
if (request.kind === 'tail') {
  const watch = watchStop({ followParent: environment['npm_lifecycle_event'] !== undefined })
  void watch.requested.then(async () => {
    if (unfinishedLine) await write('\n')
    process.exit(0)
  })
  const colors = stdout.isTTY && (environment['NO_COLOR'] ?? '') === ''
  process.exit(
    await tail(request.options, {
      fetchFeed: (query) => fetchFeed(request.options, query),
      write,
      say: (line) => console.error(line),
      look: () => ({
        width: stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined,
        colors,
        now: Date.now(),
      }),
      sleep: async (ms) => delay(ms),
      monotonic: () => performance.now(),
    }),
  )
} else answerAside(request, helpText)
