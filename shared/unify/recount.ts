import { correctionsInForce, stewardFactsOf, type CorrectionFact } from '../identity/correction.ts'
import { excludedBy } from '../identity/excluded-links.ts'
import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { mergeLinkLists, type IdentityLink } from '../identity/identity-link.ts'
import type { NodeId } from '../identity/node-id.ts'
import { countOthers, isTooMany } from '../identity/quarantine.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import type { NodeFacts } from '../profiles/node-facts.ts'
import type { Context } from '../workspace/context.ts'
import type { IdentityContext } from './identity-context.ts'

type RecountContext = Pick<Context, 'nodeIdOf' | 'nodeStore'> & Pick<IdentityContext, 'namespaces'>

/** Nodes read before it is asked again whether these are too many. */
const homesAtOnce = 50

/**
 * How many others count against a closed identifier now, as soon as these are too many: so many
 * are read and kept, however many there are. `undefined` when they are not too many.
 */
export async function recount(
  context: RecountContext,
  id: NodeId,
  facts: NodeFacts,
): Promise<number | undefined> {
  const { namespaces } = context
  const definition = namespaces.definition(facts.identifier.namespace)
  if (definition.maxFan === null) return undefined
  const tally = createTally(context, facts)
  await tally.addOwn()
  for await (const homes of homesOf(context, id, facts)) {
    if (isTooMany(definition, tally.fan())) break
    await tally.add(homes)
  }
  const fan = tally.fan()
  return isTooMany(definition, fan) ? fan : undefined
}

/** Whoever may store a link of the identifier, part by part. */
async function* homesOf(
  { nodeStore }: Pick<RecountContext, 'nodeStore'>,
  id: NodeId,
  { homes }: NodeFacts,
): AsyncGenerator<readonly Identifier[]> {
  yield* cut(homes)
  for await (const page of nodeStore.hintRowPages(id)) yield* cut(page)
}

function cut(identifiers: readonly Identifier[]): Identifier[][] {
  const parts: Identifier[][] = []
  for (let start = 0; start < identifiers.length; start += homesAtOnce) {
    parts.push(identifiers.slice(start, start + homesAtOnce))
  }
  return parts
}

/** The links of one identifier, with what stewards say of them: that stands at either end. */
function createTally({ namespaces, nodeIdOf, nodeStore }: RecountContext, own: NodeFacts) {
  const key = identifierKey(own.identifier)
  const isOwn = ({ a, b }: IdentityLink): boolean =>
    [a, b].some((end) => identifierKey(end) === key)
  const seen = new Set([key])
  const said = new Map<string, CorrectionFact>()
  let links: readonly IdentityLink[] = []
  /** Answers who is linked by these facts. */
  const note = (nodes: readonly NodeFacts[]): Identifier[] => {
    for (const fact of nodes.flatMap(({ corrections }) => corrections)) said.set(fact.id, fact)
    const more = nodes.flatMap((node) => node.links).filter(isOwn)
    links = mergeLinkLists([...links, ...more])
    return more.flatMap(({ a, b }) => [a, b])
  }
  const add = async (identifiers: readonly Identifier[]): Promise<void> => {
    for (let level = identifiers; level.length > 0;) {
      const fresh = uniqueIdentifiers(level).filter((one) => !seen.has(identifierKey(one)))
      for (const one of fresh) seen.add(identifierKey(one))
      const nodes = await mapLimited(fresh, 8, (one) => nodeStore.read(nodeIdOf(one)))
      level = note(nodes.flatMap((node) => node?.facts ?? []))
    }
  }
  const ends = note([own])
  return {
    add,
    addOwn: () => add(ends),
    fan: () => {
      const isExcluded = excludedBy(stewardFactsOf(correctionsInForce([...said.values()])))
      const valid = links.filter((link) => !isExcluded(link))
      return countOthers(namespaces, own.identifier, valid)
    },
  }
}
