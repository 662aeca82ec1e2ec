import { randomUUID } from 'node:crypto'
import { passerbyParts } from '../local/supervisor/passerby-parts.ts'
import { startPasserby } from '../local/supervisor/start-passerby.ts'
import { processEnvironment } from '../shared/platform/config/environment.ts'

// Whoever started this may have stopped reading; the runtime goes on.
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)

const help = `npm start runs Passerby on this machine: http://127.0.0.1:7071 unless a setting says otherwise.
Ctrl-C stops it; the next start goes on with the same data. Settings, from the environment:
  PORT           the port (7071; 0 takes a free one)
  PASSERBY_HOST  the address to listen on (127.0.0.1)
  PASSERBY_DATA  where the data lies (.passerby/)
  PASSERBY_NOW   the clock starts at this ISO time and runs on
  PASSERBY_IN_MEMORY  true: data lies in memory and is gone with the stop
Keys and the other settings stand in the README.`

if (process.argv.includes('--help')) {
  console.log(help)
  process.exit(0)
}

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
