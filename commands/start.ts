import { randomUUID } from 'node:crypto'
import { passerbyParts } from '../local/supervisor/passerby-parts.ts'
import { startPasserby } from '../local/supervisor/start-passerby.ts'
import { processEnvironment } from '../shared/platform/config/environment.ts'

// Whoever started this may have stopped reading; the runtime goes on.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

const environment = processEnvironment()
const root = process.cwd()
process.exit(
  await startPasserby({
    environment,
    surroundings: { root, userFolder: environment['INIT_CWD'] ?? root, now: Date.now() },
    random: Math.random,
    newToken: randomUUID,
    createParts: passerbyParts,
    print: (line) => console.log(line),
    say: (line) => console.error(line),
  }),
)
