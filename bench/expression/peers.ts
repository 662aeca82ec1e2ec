import { createRequire } from 'node:module'
import path from 'node:path'

/** Other engines that are measured in the same run, each only where it is installed. */
export interface Peers {
  /** Parse a filter; they throw for what they cannot read. */
  readonly parsers: ReadonlyMap<string, (filter: string) => unknown>
  readonly sift: Sift | undefined
  readonly rulesEngine: RulesEngine | undefined
  readonly missing: readonly string[]
}

export interface RulesEngine {
  create(conditions: object): (row: object) => Promise<boolean>
}

interface FilterParser {
  filter(text: string): unknown
}

interface UrlParser {
  parse(url: string): unknown
}

type Sift = (query: object) => (row: unknown) => boolean
type SiftModule = Sift & { readonly default?: Sift }

interface EngineModule {
  readonly Engine: new (
    rules: readonly object[],
    options: object,
  ) => { run(facts: object): Promise<{ events: readonly unknown[] }> }
}

export function loadPeers(root: string): Peers {
  const require = createRequire(path.join(root, 'package.json'))
  const missing: string[] = []
  const load = (name: string): unknown => {
    try {
      return require(name)
    } catch {
      missing.push(name)
      return undefined
    }
  }
  const v4 = load('odata-v4-parser') as FilterParser | undefined
  const balena = load('@balena/odata-parser') as UrlParser | undefined
  const parsers = new Map<string, (filter: string) => unknown>()
  if (v4 !== undefined) parsers.set('odata-v4-parser', (filter) => v4.filter(filter))
  if (balena !== undefined) {
    const url = (filter: string): string => `/Customer?$filter=${encodeURIComponent(filter)}`
    parsers.set('@balena/odata-parser', (filter) => balena.parse(url(filter)))
  }
  const sift = load('sift') as SiftModule | undefined
  const engine = load('json-rules-engine') as EngineModule | undefined
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
