import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import path from 'node:path'
import type { PartDefinition } from '../../../local/supervisor/part-definition.ts'
import { passerbyParts, type PartInputs } from '../../../local/supervisor/passerby-parts.ts'
import { startPasserby } from '../../../local/supervisor/start-passerby.ts'
import { processEnvironment } from '../../../shared/platform/config/environment.ts'

// `npm start` with the real Azurite and stand-ins for broker and host. Arguments: the file the
// stand-ins write to, and what the host does.
const [notes = '', behaviour = 'serves'] = process.argv.slice(2)
const environment = processEnvironment()

function standIn(inputs: PartInputs, name: 'broker' | 'host'): PartDefinition {
  const port = name === 'host' ? inputs.settings.port : inputs.ports.broker
  return {
    name,
    args: [
      path.join(inputs.root, 'test/integration/supervisor/stand-in-part.mjs'),
      ...[name, notes, name === 'host' ? behaviour : 'serves'],
    ],
    env: { ...environment, PORT: String(port) },
    readiness: 'message',
    listensOn: [{ host: '127.0.0.1', port }],
    stopWith: 'message',
    stopLimitMs: 30_000,
  }
}

let taken = false

/** Another program is quicker, once. */
function takePort(port: number): [] {
  if (!taken) createServer().listen(port, '127.0.0.1').unref()
  taken = true
  return []
}

process.exit(
  await startPasserby({
    environment,
    surroundings: { root: process.cwd(), userFolder: process.cwd(), now: Date.now() },
    random: Math.random,
    newToken: randomUUID,
    createParts: (inputs) => [
      ...(behaviour === 'port is taken' ? takePort(inputs.ports.broker) : []),
      ...passerbyParts(inputs).filter((part) => part.name === 'azurite'),
      standIn(inputs, 'broker'),
      standIn(inputs, 'host'),
    ],
    print: (line) => console.log(line),
    say: (line) => console.error(line),
  }),
)
