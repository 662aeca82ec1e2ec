import { attributeRulesIn } from '../../workspace/attribute-rules-in.ts'
import { identityRules } from '../../workspace/identity-rules.ts'
import type { Context } from '../../workspace/context.ts'
import type { WorkspacePointer } from '../../workspace/workspace-store.ts'
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

/** The context under the workspace that a pointer names. */
export async function contextAt(
  fixed: Omit<Context, Added>,
  pointer: WorkspacePointer,
  table: (name: string) => Table,
): Promise<Context> {
  const { workspaceStore, now, newId } = fixed
  const workspace = await workspaceStore.readDocument(pointer.document)
  const inForce =
    pointer.identityDocument === pointer.document
      ? workspace
      : await workspaceStore.readDocument(pointer.identityDocument)
  return {
    ...fixed,
    ...tableStores({ table, now, newId }),
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
const rebuilt: ReadonlySet<string> = new Set([
  'identities',
  'messages',
  'profiles',
  'members',
  'receipts',
  'due',
])

/** The name of a table in a generation. */
export function tableName(name: string, generation: number): string {
  return generation === 0 || !rebuilt.has(name) ? name : `${name}${generation}`
}
