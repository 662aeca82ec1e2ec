import type { Identifier } from '../identity/identifier.ts'
import type { Context } from '../workspace/context.ts'
import { workspaceChanged } from './workspace-changed.ts'

/**
 * Whoever changes a namespace asks whether there are identifiers of it. The first ones are stored
 * only when nobody has changed it since this batch began.
 */
export async function noteNamespaces(
  { seenNamespaces, isCurrent }: Pick<Context, 'seenNamespaces' | 'isCurrent'>,
  identifiers: readonly Identifier[],
): Promise<void> {
  const isNew = await seenNamespaces.note(new Set(identifiers.map(({ namespace }) => namespace)))
  if (isNew && !(await isCurrent())) throw workspaceChanged()
}
