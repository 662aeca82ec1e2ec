import { identifiersOf } from '../identity/correction.ts'
import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { hasHint, type NodeFacts } from '../profiles/node-facts.ts'
import { hintRowsOf } from '../unify/hint-rows.ts'
import { factsOf, isClosed, type Snapshot } from '../unify/snapshot.ts'
import type { Difference } from './difference.ts'
import type { VerifyContext } from './verify-context.ts'

/** A home whose facts name an identifier from which nothing leads back to it. */
export interface MissingHint {
  readonly home: Identifier
  readonly identifier: Identifier
}

/**
 * Hints that are missing among identifiers that were read together: whoever starts from such an
 * identifier does not find the home.
 */
export function missingHints(component: readonly Snapshot[]): MissingHint[] {
  const byKey = new Map(component.map((snapshot) => [identifierKey(snapshot.identifier), snapshot]))
  return component.flatMap((home) =>
    namedBy(factsOf(home)).flatMap((identifier): MissingHint[] => {
      const named = byKey.get(identifierKey(identifier))
      // Of one that is closed, hints stand in rows that are not read here.
      const isFound = named === undefined || isClosed(named) || leadsTo(named, home.identifier)
      return isFound ? [] : [{ home: home.identifier, identifier }]
    }),
  )
}

/** Looks at a missing hint again. */
export async function checkHint(
  context: VerifyContext,
  hint: MissingHint,
): Promise<Difference | undefined> {
  const { nodeStore, nodeIdOf } = context
  const home = (await nodeStore.read(nodeIdOf(hint.home)))?.facts
  const isNamed = home && namedBy(home).some((one) => isSame(one, hint.identifier))
  if (isNamed !== true) return undefined
  const id = nodeIdOf(hint.identifier)
  const node = await nodeStore.read(id)
  if (node !== undefined && hasHint(node.facts, hint.home)) return undefined
  const rows = await hintRowsOf(context, id)
  return rows.some((one) => isSame(one, hint.home)) ? undefined : hintDifference(context, hint)
}

export function hintDifference(
  { nodeIdOf }: Pick<VerifyContext, 'nodeIdOf'>,
  { home, identifier }: MissingHint,
): Difference {
  const detail = `Nothing leads from it to ${identifierKey(home)}, which has what links the two.`
  const named = { identifier: identifierKey(identifier), customerId: nodeIdOf(identifier) }
  return { kind: 'facts', ...named, detail }
}

/** Everybody whom the facts of a home name. */
function namedBy({ identifier, links, corrections }: NodeFacts): Identifier[] {
  const named = [...links.flatMap(({ a, b }) => [a, b]), ...corrections.flatMap(identifiersOf)]
  return uniqueIdentifiers(named).filter((one) => !isSame(one, identifier))
}

function leadsTo(snapshot: Snapshot, home: Identifier): boolean {
  return hasHint(factsOf(snapshot), home) || snapshot.hintRows.some((one) => isSame(one, home))
}

function isSame(a: Identifier, b: Identifier): boolean {
  return identifierKey(a) === identifierKey(b)
}
