import { initialWorkspace, workspaceSchema, type Workspace } from '../../workspace/workspace.ts'
import {
  workspacePointerSchema,
  type StoredPointer,
  type WorkspacePointer,
  type WorkspaceStore,
} from '../../workspace/workspace-store.ts'
import type { Clock } from '../clock/clock.ts'
import { TransientError } from '../errors/errors.ts'
import { canonicalJson } from '../ids/canonical-json.ts'
import type { NewId } from '../ids/new-id.ts'
import type { Documents } from './documents.ts'
import type { RowWrite, Table } from './table.ts'

const partition = 'current'
const pointerRow = 'pointer'
const clusteredRow = 'clustered'

/**
 * Each version of the workspace is a document of its own; which one holds says a row of table
 * `workspace`, which costs next to nothing to look at.
 */
export function tableWorkspaceStore(
  table: Table,
  { documents, newId, now }: { documents: Documents; newId: NewId; now: Clock },
): WorkspaceStore {
  const readPointer = async (): Promise<StoredPointer | undefined> => {
    const row = await table.get(partition, pointerRow)
    return row && { pointer: workspacePointerSchema.parse(row.cells), etag: row.etag }
  }
  const writeDocument = async (workspace: Workspace): Promise<string> => {
    const name = `definitions/${String(workspace.version).padStart(6, '0')}-${newId()}.json`
    await documents.insert(name, canonicalJson(workspace))
    return name
  }
  const writePointer = async (write: RowWrite): Promise<boolean> =>
    (await table.write(partition, [write])).kind === 'written'
  return {
    readPointer: async () => {
      const stored = await readPointer()
      if (stored !== undefined) return stored
      const document = await writeDocument(initialWorkspace(now()))
      const pointer = { version: 1, document, identityDocument: document, generation: 0 }
      await writePointer({ kind: 'insert', rowKey: pointerRow, cells: pointer })
      const first = await readPointer()
      if (first !== undefined) return first
      throw new TransientError({
        code: 'StorageUnavailable',
        message: 'The first workspace could not be written.',
      })
    },
    readDocument: async (name) => {
      const text = await documents.read(name)
      if (text !== undefined) return workspaceSchema.parse(JSON.parse(text))
      throw new TransientError({
        code: 'StorageUnavailable',
        message: `The definitions ${name} are missing.`,
      })
    },
    writeDocument,
    movePointer: (pointer: WorkspacePointer, etag) =>
      writePointer({ kind: 'replace', rowKey: pointerRow, cells: { ...pointer }, etag }),
    readClustered: async () => {
      const row = await table.get(partition, clusteredRow)
      return row === undefined ? 1 : Number(row.cells['version'])
    },
    writeClustered: async (version) => {
      await table.write(partition, [{ kind: 'upsert', rowKey: clusteredRow, cells: { version } }])
    },
  }
}
