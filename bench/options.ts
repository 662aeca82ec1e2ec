import { parseArgs } from 'node:util'

export type BenchRequest =
  | { readonly kind: 'run'; readonly names: readonly string[]; readonly quick: boolean }
  | { readonly kind: 'refused'; readonly message: string }

/** Reads the command line of `npm run bench`; no name means all of them. */
export function readBenchRequest(args: readonly string[], known: readonly string[]): BenchRequest {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { quick: { type: 'boolean', default: false } },
    })
    const unknown = positionals.find((name) => !known.includes(name))
    if (unknown !== undefined) {
      const message = `There is no benchmark '${unknown}'; there are: ${known.join(', ')}`
      return { kind: 'refused', message }
    }
    const names = positionals.length === 0 ? known : [...new Set(positionals)]
    return { kind: 'run', names, quick: values.quick }
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('.')[0] ?? '') : ''
    const usage = `npm run bench [-- NAME] [--quick]; NAME: ${known.join(', ')}`
    return { kind: 'refused', message: `${reason}. ${usage}` }
  }
}
