// Entry of every npm script: installs what is missing, builds, then runs commands/NAME.ts.
// Plain JavaScript on Node's own modules, because in a fresh clone there is nothing else yet.
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const [name, ...args] = process.argv.slice(2)

function fail(message) {
  console.error(message)
  process.exit(1)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Passerby needs Node 20.19 or newer; this is ${process.version}.`)
}

/** True when npm has installed exactly what the lock file asks for. */
async function isInstalled() {
  try {
    const read = async (file) => JSON.parse(await readFile(path.join(root, file), 'utf8')).packages
    const [wanted, present] = await Promise.all([
      read('package-lock.json'),
      read('node_modules/.package-lock.json'),
    ])
    return Object.entries(wanted).every(
      ([folder, entry]) =>
        folder === '' || entry.optional || present[folder]?.version === entry.version,
    )
  } catch {
    return false
  }
}

if (!(await isInstalled())) {
  console.error('Installing packages (once) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) fail('npm ci failed; see above.')
}

// File arguments are relative to where the user stands; npm moves there itself and tells where.
process.env.INIT_CWD ??= process.cwd()
process.chdir(root)
const { buildIfNeeded } = await import('./build.mjs')
await buildIfNeeded().catch((error) => fail(`The build failed: ${error.message}`))
process.argv = [process.argv[0], `commands/${name}`, ...args]
await import(pathToFileURL(path.join(root, 'dist', 'commands', `${name}.js`)).href)
