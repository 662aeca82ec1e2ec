import { compareText, type Identifier } from './identifier.ts'
import {
  secondNames as commonSecondNames,
  type NamespaceDefinition,
} from './namespace-definition.ts'
import { noPhones, type NormalizePhone, type PhoneNumbers } from './phone-number.ts'

/** The namespaces of a workspace, by name, with an answer for names never configured. */
export interface Namespaces {
  /** The configured ones. */
  readonly all: readonly NamespaceDefinition[]
  /** The namespace that a name means. */
  canonicalName(name: string): string
  /** All names of a namespace: its own and its second ones. */
  namesOf(namespace: string): readonly string[]
  /** The definition of a name; one never configured is the weakest device kind. */
  definition(name: string): NamespaceDefinition
  isPerson(name: string): boolean
  /** Orders identifiers from the strongest to the weakest, then by namespace and value. */
  compareStrength(a: Identifier, b: Identifier): number
  /** The priority of the strongest person namespace. */
  readonly strongestPerson: number
  /** Values that are identifiers in no namespace of this workspace. */
  readonly blockedValues: readonly string[]
  readonly normalizePhone: NormalizePhone
  /** Before telephone numbers are normalised; `withPhones` calls it when one comes. */
  readonly loadPhones: () => Promise<void>
}

export interface NamespaceOptions {
  readonly blockedValues?: readonly string[]
  /** Needed where a namespace has `normalize: 'phone'` and a value of it comes. */
  readonly phones?: PhoneNumbers
  /** `maxFan` of namespaces never configured. */
  readonly unconfiguredMaxFan?: number | null
  readonly secondNames?: ReadonlyMap<string, string>
}

/** Weaker than every configured priority. */
const unconfiguredPriority = 10_000

export function createNamespaces(
  definitions: readonly NamespaceDefinition[],
  {
    blockedValues = [],
    phones = noPhones,
    unconfiguredMaxFan = 100,
    secondNames = commonSecondNames,
  }: NamespaceOptions = {},
): Namespaces {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]))
  const canonicalName = (name: string): string =>
    byName.has(name) ? name : (secondNames.get(name) ?? name)
  const definition = (name: string): NamespaceDefinition => {
    const canonical = canonicalName(name)
    return byName.get(canonical) ?? unconfigured(canonical, unconfiguredMaxFan)
  }
  const persons = definitions.filter(({ kind }) => kind === 'person')
  return {
    all: definitions,
    canonicalName,
    namesOf: (namespace) => {
      const isSecond = ([name]: [string, string]): boolean => canonicalName(name) === namespace
      const second = [...secondNames].filter(isSecond).map(([name]) => name)
      return [...new Set([namespace, ...second])]
    },
    definition,
    isPerson: (name) => definition(name).kind === 'person',
    compareStrength: (a, b) =>
      definition(a.namespace).priority - definition(b.namespace).priority ||
      compareText(a.namespace, b.namespace) ||
      compareText(a.value, b.value),
    strongestPerson: Math.min(...persons.map(({ priority }) => priority)),
    blockedValues,
    normalizePhone: phones.normalize,
    loadPhones: phones.load,
  }
}

function unconfigured(name: string, maxFan: number | null): NamespaceDefinition {
  return {
    name,
    kind: 'device',
    priority: unconfiguredPriority,
    limit: 5,
    onConflict: 'keepFirst',
    normalize: 'none',
    blocked: [],
    maxFan,
  }
}
