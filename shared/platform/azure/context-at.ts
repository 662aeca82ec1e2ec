import { attributeRulesIn } from '../../workspace/attribute-rules-in.ts'
import { identityRules } from '../../workspace/identity-rules.ts'
import type { Context } from '../../workspace/context.ts'
import type { WorkspacePointer } from '../../workspace/workspace-store.ts'
import { silentChangeFeed } from './silent-stores.ts'
import { tableStores } from './table-stores.ts'
import type { Table } from './table.ts'

/** What a context adds to that which never changes in a process. */
type Added =
  | keyof ReturnType<typeof tableStores>
  | 'workspace'
  | 'pointer'
  | 'isCurrent'
  | 'attributeRules'
  | keyof ReturnType<typeof identityRules>

type TableNamed = (name: string) => Table

/** The context under the workspace that a pointer names; `table` is given full names. */
export function contextAt(
  fixed: Omit<Context, Added>,
  pointer: WorkspacePointer,
  table: TableNamed,
): Promise<Context> {
  return makeContext(fixed, pointer, { table, silent: false })
}

/** The same, but nobody is told of what it does: no changes, no refusals, no counters. */
export function silentContextAt(
  fixed: Omit<Context, Added>,
  pointer: WorkspacePointer,
  table: TableNamed,
): Promise<Context> {
  return makeContext(fixed, pointer, { table, silent: true })
}

async function makeContext(
  fixed: Omit<Context, Added>,
  pointer: WorkspacePointer,
  { table, silent }: { readonly table: TableNamed; readonly silent: boolean },
): Promise<Context> {
  const { workspaceStore, now, newId } = fixed
  const { generation } = pointer
  const inGeneration = (name: string): Table => table(tableName(name, generation))
  const workspace = await workspaceStore.readDocument(pointer.document)
  const inForce =
    pointer.identityDocument === pointer.document
      ? workspace
      : await workspaceStore.readDocument(pointer.identityDocument)
  return {
    ...fixed,
    ...(silent && { changeFeed: silentChangeFeed }),
    ...tableStores({ table: inGeneration, now, newId, generation, silent }),
    ...identityRules(inForce),
    workspace,
    pointer,
    attributeRules: attributeRulesIn(workspace),
    isCurrent: async () => {
      const { pointer: latest } = await workspaceStore.readPointer()
      return latest.version === pointer.version && latest.generation === pointer.generation
    },
  }
}

/** Tables that a rebuild makes anew; the others go on from generation to generation. */
export const rebuiltTables: readonly string[] = [
  'identities',
  'messages',
  'profiles',
  'members',
  'receipts',
  'due',
]

/** The name of a table in a generation. */
export function tableName(name: string, generation: number): string {
  return generation === 0 || !rebuiltTables.includes(name) ? name : `${name}${generation}`
}
