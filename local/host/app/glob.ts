import { readdir } from 'node:fs/promises'
import path from 'node:path'

const tokens: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
  '{': '(?:',
  '}': ')',
  ',': '|',
}

/** A regular expression for a glob of `*`, `**`, `?` and `{a,b}`, matched against `a/b/c.js`. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.replaceAll(/\*\*\/|\*\*|[*?{},]|[\\^$.|+()[\]]/g, (token) => {
    return tokens[token] ?? `\\${token}`
  })
  return new RegExp(`^${source}$`)
}

/** The folder part of a glob before its first pattern: `dist/functions` of `dist/functions/*.js`. */
function fixedFolder(glob: string): string {
  const segments = glob.split('/')
  const firstPattern = segments.findIndex((segment) => /[*?{]/.test(segment))
  return segments.slice(0, firstPattern < 0 ? -1 : firstPattern).join('/')
}

/** Absolute paths of the files below `folder` that match `glob`, in alphabetical order. */
export async function filesMatching(folder: string, glob: string): Promise<string[]> {
  const pattern = globToRegExp(path.posix.normalize(glob))
  const start = path.join(folder, fixedFolder(path.posix.normalize(glob)))
  const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => pattern.test(path.relative(folder, file).replaceAll(path.sep, '/')))
    .sort()
}
