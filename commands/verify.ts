import { setTimeout as delay } from 'node:timers/promises'
import { answerAside } from './terminal/aside.ts'
import { helpText } from './verify/help.ts'
import { createJobApi } from './verify/job-api.ts'
import { readVerifyRequest } from './verify/options.ts'
import { showJobProgress } from './verify/progress.ts'
import { verify } from './verify/verify.ts'

// Whoever reads along may have seen enough, as in `| head`.
process.stdout.on('error', () => process.exit(0))

const request = readVerifyRequest(process.argv.slice(2))
if (request.kind === 'verify') {
  const { target, json } = request
  const code = await verify(
    { url: target.url, json },
    {
      api: createJobApi(target),
      progress: showJobProgress(process.stderr),
      print: (line) => console.log(line),
      say: (line) => console.error(line),
      sleep: async (ms) => delay(ms),
    },
  )
  process.exit(code)
} else answerAside(request, helpText)
