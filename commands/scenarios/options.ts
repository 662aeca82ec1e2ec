import path from 'node:path'
import { parseArgs } from 'node:util'

export type ScenariosRequest =
  | { readonly kind: 'run'; readonly file: string; readonly json: boolean }
  | { readonly kind: 'refused'; readonly message: string }

const usage = 'npm run --silent scenarios -- FILE [--json]'

/** Reads the command line; the path is relative to where the user stands. */
export function readScenariosRequest(
  args: readonly string[],
  userFolder: string,
): ScenariosRequest {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) {
      return { kind: 'refused', message: `one file of scenarios, please: ${usage}` }
    }
    return { kind: 'run', file: path.resolve(userFolder, file), json: values.json }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('.')[0] ?? '') : ''
    return { kind: 'refused', message: `${reason}. ${usage}` }
  }
}
