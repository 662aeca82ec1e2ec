import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import type { AttributeDefinition, AttributeType, Survivorship } from './attribute-definition.ts'

/** How values of an attribute are read, and which of several stays. */
export interface AttributeRule {
  readonly type: AttributeType | null
  readonly survivorship: Survivorship
  /** For `sourcePriority`, the most trusted first. */
  readonly sources: readonly string[]
  readonly group: string | null
}

/** The rules of a workspace for its attributes, with an answer for names never declared. */
export interface AttributeRules {
  isDeclared(name: string): boolean
  ruleOf(name: string): AttributeRule
  /**
   * Says how a home keeps facts of a name. While it stays the same, what is kept suffices; the
   * empty text for names never declared.
   */
  keptAs(name: string): string
  /** Differs where `keptAs` differs for some name; empty where that is empty for all. */
  readonly key: string
}

const undeclared: AttributeRule = {
  type: null,
  survivorship: 'mostRecent',
  sources: [],
  group: null,
}

/** The rules that definitions give; only active ones are to be among them. */
export function createAttributeRules(definitions: readonly AttributeDefinition[]): AttributeRules {
  const rules = new Map(definitions.map((one) => [one.name, ruleOfDefinition(one, definitions)]))
  const keptAs = (name: string): string => {
    const rule = rules.get(name)
    if (rule === undefined) return ''
    const way = keepingOf(rule)
    return way === 'latest' && rule.type === null ? '' : `${way} ${rule.type ?? ''}`
  }
  const ways = [...rules.keys()].map((name) => [name, keptAs(name)] as const)
  const kept = ways.filter(([, way]) => way !== '').sort()
  return {
    isDeclared: (name) => rules.has(name),
    ruleOf: (name) => rules.get(name) ?? undeclared,
    keptAs,
    key: kept.length === 0 ? '' : sha256Hex(canonicalJson(kept)).slice(0, 16),
  }
}

/** For a workspace that declares no attributes. */
export const noAttributeRules: AttributeRules = createAttributeRules([])

function ruleOfDefinition(
  { type, survivorship, sources, group }: AttributeDefinition,
  definitions: readonly AttributeDefinition[],
): AttributeRule {
  if (group === null) {
    return { type, survivorship: survivorship ?? 'mostRecent', sources, group }
  }
  const [deciding] = definitions
    .filter((other) => other.group === group && other.survivorship !== null)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    type,
    survivorship: deciding?.survivorship ?? 'mostRecent',
    sources: deciding?.sources ?? [],
    group,
  }
}

/**
 * What of the facts of one owner is kept: the latest alone; or of each source the latest, the
 * first or the fullest.
 */
export type Keeping = 'latest' | 'latestOfEach' | 'firstOfEach' | 'fullestOfEach'

export function keepingOf({ survivorship, group }: AttributeRule): Keeping {
  switch (survivorship) {
    case 'mostRecent':
      return group === null ? 'latest' : 'latestOfEach'
    case 'sourcePriority':
      return 'latestOfEach'
    case 'leastRecent':
      return 'firstOfEach'
    case 'mostFilled':
      return 'fullestOfEach'
  }
}
