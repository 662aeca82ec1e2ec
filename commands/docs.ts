import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readOpenApi } from './docs/read-openapi.ts'
import { errorsMarkdown } from './docs/errors-markdown.ts'
import { referenceMarkdown } from './docs/reference-markdown.ts'

// The package of the functions warns of every one that it is not inside the Functions host.
console.warn = () => undefined

const routes = (await readdir('functions/http')).map((file) => path.basename(file, '.ts'))
await writeFile('docs/errors.md', errorsMarkdown())
await writeFile('docs/reference.md', referenceMarkdown(await readOpenApi(routes)))
console.log('wrote docs/errors.md and docs/reference.md')
