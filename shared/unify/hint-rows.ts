import { uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import type { HintKind } from '../profiles/node-store.ts'
import type { Context } from '../workspace/context.ts'

/** The hints of an identifier that stand in rows of their own, all or those of a kind. */
export async function hintRowsOf(
  { nodeStore }: Pick<Context, 'nodeStore'>,
  id: NodeId,
  kind?: HintKind,
): Promise<Identifier[]> {
  const hints: Identifier[] = []
  for await (const page of nodeStore.hintRowPages(id, kind)) hints.push(...page)
  return uniqueIdentifiers(hints)
}
