import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { demo } from './demo/demo.ts'
import { helpText } from './demo/help.ts'
import { readDemoRequest } from './demo/options.ts'
import { answerAside } from './terminal/aside.ts'

// Whoever reads along may have seen enough, as in `| head`.
process.stdout.on('error', () => process.exit(0))

const request = readDemoRequest(process.argv.slice(2))

/** Waits for Enter; goes on at once when nobody can press it any more. */
async function waitForEnter(): Promise<void> {
  if (process.stdin.readableEnded) return
  const lines = createInterface({ input: process.stdin })
  process.stderr.write('\n[Enter for the next step] ')
  const ended = new Promise((resolve) => lines.once('close', resolve))
  const entered = new Promise((resolve) => lines.once('line', resolve))
  await Promise.race([entered, ended])
  lines.close()
}

if (request.kind === 'demo') {
  process.exit(
    await demo({
      target: request.target,
      shopFile: path.join(process.cwd(), 'samples', 'shop', 'events.ndjson.gz'),
      patience: { stallMs: 60_000, stepMs: 30_000 },
      print: (line) => console.log(line),
      say: (line) => console.error(line),
      pause: request.pause ? waitForEnter : () => Promise.resolve(),
      progressStream: process.stderr,
    }),
  )
} else answerAside(request, helpText)
