// Builds everything that runs into dist/. Does nothing when the sources have not changed, and
// replaces whole files by rename, so that a copy already running from the same checkout keeps
// reading complete files.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const sourceFolders = [
  'functions',
  'shared',
  'web',
  'local',
  'commands',
  'bench',
  'infra',
  'samples',
]
const stampFile = 'dist/.stamp'

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

async function hashSources() {
  const hash = createHash('sha256')
  const lists = await Promise.all(sourceFolders.map(filesBelow))
  for (const file of ['package.json', 'package-lock.json', ...lists.flat()]) {
    hash
      .update(file)
      .update('\0')
      .update(await readFile(file))
  }
  return hash.digest('hex')
}

/** The banner lets CommonJS packages inside an ESM bundle call `require`. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module';" +
  'const require = __createRequire(import.meta.url);'

/** The console's script and styles as text in the bundle: functions read no file of their own. */
const consoleAssets = {
  name: 'console-assets',
  setup({ esbuild, onResolve, onLoad }) {
    const namespace = 'console-assets'
    onResolve({ filter: /^console-assets$/ }, ({ path: name }) => ({ path: name, namespace }))
    onLoad({ filter: /.*/, namespace }, async () => {
      const { outputFiles } = await esbuild.build({
        entryPoints: { script: 'web/console/main.ts', styles: 'web/console/styles/main.css' },
        bundle: true,
        format: 'esm',
        target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
        minify: true,
        write: false,
        outdir: 'assets',
        logLevel: 'warning',
      })
      const exported = outputFiles.map(({ path: file, text }) => {
        return `export const ${path.parse(file).name} = ${JSON.stringify(text)}`
      })
      return { contents: exported.join('\n'), loader: 'js' }
    })
  },
}

async function bundle(outdir) {
  const { build } = await import('esbuild')
  const common = {
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    outbase: '.',
    outdir,
  }
  const endingWith = async (folder, end) =>
    (await filesBelow(folder)).filter((file) => file.endsWith(end))
  await Promise.all([
    build({
      ...common,
      entryPoints: await endingWith('functions', '.ts'),
      external: ['@azure/functions-core'],
      plugins: [consoleAssets],
      banner: { js: requireBanner },
      // ES modules where a package has them: else the Azure SDKs' core is bundled twice.
      mainFields: ['module', 'main'],
      minifySyntax: true,
      minifyWhitespace: true,
      chunkNames: 'functions-chunks/[name]-[hash]',
    }),
    build({
      ...common,
      entryPoints: [
        ...(await endingWith('local', 'main.ts')),
        // Folders in commands/ hold what the commands are made of.
        ...(await endingWith('commands', '.ts')).filter(
          (file) => path.dirname(file) === 'commands',
        ),
      ],
      packages: 'external',
      // The documentation is made from the routes, which import it.
      plugins: [consoleAssets],
      chunkNames: 'chunks/[name]-[hash]',
    }),
  ])
}

/** Builds when needed; answers whether anything was built. The current folder is the checkout. */
export async function buildIfNeeded() {
  const stamp = await hashSources()
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false
  const fresh = `dist/.fresh-${process.pid}`
  try {
    await bundle(fresh)
    for (const file of await filesBelow(fresh)) {
      const target = path.join('dist', path.relative(fresh, file))
      await mkdir(path.dirname(target), { recursive: true })
      await rename(file, target)
    }
    await writeFile(stampFile, stamp)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return true
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log((await buildIfNeeded()) ? 'built dist/' : 'dist/ is up to date')
}
