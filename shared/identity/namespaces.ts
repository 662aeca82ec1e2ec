import { compareText, type Identifier } from './identifier.ts'
import { canonicalNamespace, type NamespaceDefinition } from './namespace-definition.ts'

/** The namespaces of a workspace, by name, with an answer for names never configured. */
export interface Namespaces {
  /** The definition of a name; one never configured is the weakest device kind. */
  definition(name: string): NamespaceDefinition
  /** Orders identifiers from the strongest to the weakest, then by namespace and value. */
  compareStrength(a: Identifier, b: Identifier): number
}

/** Weaker than every configured priority. */
const unconfiguredPriority = 10_000

export function createNamespaces(definitions: readonly NamespaceDefinition[]): Namespaces {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  const definition = (name: string): NamespaceDefinition => {
    const canonical = canonicalNamespace(name)
    return byName.get(canonical) ?? unconfigured(canonical)
  }
  return {
    definition,
    compareStrength: (a, b) =>
      definition(a.namespace).priority - definition(b.namespace).priority ||
      compareText(a.namespace, b.namespace) ||
      compareText(a.value, b.value),
  }
}

function unconfigured(name: string): NamespaceDefinition {
  return {
    name,
    kind: 'device',
    priority: unconfiguredPriority,
    limit: 5,
    onConflict: 'keepFirst',
    normalize: 'none',
    blocked: [],
  }
}
