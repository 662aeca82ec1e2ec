import { createRequire } from 'node:module'
import path from 'node:path'

/** Other engines that are measured in the same run, each only where it is installed. */
export interface Peers {
  /** Parse a filter; they throw for what they cannot read. */
  readonly parsers: ReadonlyMap<string, (filter: string) => unknown>
  readonly sift: ((query: object) => (row: unknown) => boolean) | undefined
  readonly rulesEngine: RulesEngine | undefined
  readonly missing: readonly string[]
}

export interface RulesEngine {
  create(conditions: object): (row: object) => Promise<boolean>
}

interface EngineModule {
  readonly Engine: new (
    rules: readonly object[],
    options: object,
  ) => { run(facts: object): Promise<{ events: readonly unknown[] }> }
}

export function loadPeers(root: string): Peers {
  const require = createRequire(path.join(root, 'package.json'))
  const missing: string[] = []
  const load = <T>(name: string): T | undefined => {
    try {
      return require(name) as T
    } catch {
      missing.push(name)
      return undefined
    }
  }
  const v4 = load<{ filter: (text: string) => unknown }>('odata-v4-parser')
  const balena = load<{ parse: (url: string) => unknown }>('@balena/odata-parser')
  const parsers = new Map<string, (filter: string) => unknown>()
  if (v4 !== undefined) parsers.set('odata-v4-parser', (filter) => v4.filter(filter))
  if (balena !== undefined) {
    const url = (filter: string): string => `/Customer?$filter=${encodeURIComponent(filter)}`
    parsers.set('@balena/odata-parser', (filter) => balena.parse(url(filter)))
  }
  const sift = load<{ default?: Peers['sift'] } & NonNullable<Peers['sift']>>('sift')
  const engine = load<EngineModule>('json-rules-engine')
  return {
    parsers,
    sift: sift?.default ?? sift,
    rulesEngine: engine && { create: (conditions) => createRule(engine, conditions) },
    missing,
  }
}

function createRule(
  { Engine }: EngineModule,
  conditions: object,
): (row: object) => Promise<boolean> {
  const engine = new Engine([{ conditions, event: { type: 'match' } }], {
    allowUndefinedFacts: true,
  })
  return async (row) => (await engine.run(row)).events.length > 0
}
