import type { ContainerClient } from '@azure/storage-blob'
import { randomUUID } from 'node:crypto'
import { statusOf } from './storage-error.ts'

const blob = 'root'

/**
 * The random UUID under which all CustomerIds of this workspace are made. Written once, by
 * whoever comes first; all ids would change with it, so it is never replaced.
 */
export async function readWorkspaceRoot(container: ContainerClient): Promise<string> {
  const client = container.getBlockBlobClient(blob)
  const fresh = randomUUID()
  try {
    await client.upload(fresh, fresh.length, { conditions: { ifNoneMatch: '*' } })
  } catch (error) {
    const status = statusOf(error)
    if (status !== 409 && status !== 412) throw error
  }
  return (await client.downloadToBuffer()).toString('utf8')
}
