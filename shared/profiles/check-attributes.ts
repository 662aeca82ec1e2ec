import { groupBy } from '../platform/collections/group-by.ts'
import type { AttributeDefinition } from './attribute-definition.ts'

/** What is wrong with a definition among the others of its workspace. */
export interface AttributeProblem {
  /** Of the definition. */
  readonly name: string
  /** JSON pointer into the definition. */
  readonly pointer: string
  readonly message: string
}

/**
 * Whether definitions go together: the members of a group that say a survivorship must all say the
 * same, with the same sources; the others follow. All that differ from the first are named.
 */
export function checkAttributes(definitions: readonly AttributeDefinition[]): AttributeProblem[] {
  const deciding = definitions.filter(({ group, survivorship }) => group && survivorship)
  return [...groupBy(deciding, ({ group }) => group)].flatMap(([group, members]) => {
    const [first, ...others] = [...members].sort((a, b) => (a.name < b.name ? -1 : 1))
    return others.flatMap((other) => differences(other, first, String(group)))
  })
}

function differences(
  { name, survivorship, sources }: AttributeDefinition,
  first: AttributeDefinition | undefined,
  group: string,
): AttributeProblem[] {
  if (first === undefined) return []
  const hint = `leave it out, or say in \`${first.name}\` alone what holds for the group`
  if (survivorship !== first.survivorship) {
    const message = `Group \`${group}\` has \`${String(first.survivorship)}\` by \`${first.name}\`: ${hint}.`
    return [{ name, pointer: '/survivorship', message }]
  }
  if (sources.join('\n') === first.sources.join('\n')) return []
  const message = `Group \`${group}\` has other sources by \`${first.name}\`: ${hint}.`
  return [{ name, pointer: '/sources', message }]
}
