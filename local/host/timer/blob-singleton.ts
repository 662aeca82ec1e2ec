import type { BlobLeaseClient, BlockBlobClient, ContainerClient } from '@azure/storage-blob'
import { statusCodeOf } from './blob-status-store.ts'
import type { Lease, Singleton } from './status-store.ts'

const leaseSeconds = 15
const renewMs = 5_000

const isTaken = (error: unknown): boolean => [409, 412].includes(statusCodeOf(error) ?? 0)

async function createIfAbsent(container: ContainerClient, blob: BlockBlobClient): Promise<void> {
  await container.createIfNotExists()
  try {
    await blob.upload('', 0, { conditions: { ifNoneMatch: '*' } })
  } catch (error) {
    if (!isTaken(error)) throw error
  }
}

/** Keeps a lease until it is released, or lost: to another host, or for want of storage. */
function keepLease(client: BlobLeaseClient): Lease {
  const lost = new AbortController()
  let renewedAt = performance.now()
  const renewing = setInterval(() => {
    const startedAt = performance.now()
    client.renewLease().then(
      () => (renewedAt = startedAt),
      (error: unknown) => {
        if (isTaken(error) || performance.now() - renewedAt > leaseSeconds * 1000) lost.abort()
      },
    )
  }, renewMs)
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(renewing)
      // An unreleased lease ends by itself.
      await client.releaseLease().catch(() => undefined)
    },
  }
}

/**
 * A lease on a lock blob, as the real host's singleton listeners. `holderId` is a UUID that is the
 * same for every process that takes this host's place: the successor of a killed host then gets
 * the lease at once, instead of waiting until it ends.
 */
export function blobSingleton(
  container: ContainerClient,
  name: string,
  holderId: string,
): Singleton {
  const blob = container.getBlockBlobClient(name)
  return {
    tryAcquire: async () => {
      await createIfAbsent(container, blob)
      const client = blob.getBlobLeaseClient(holderId)
      try {
        await client.acquireLease(leaseSeconds)
      } catch (error) {
        if (isTaken(error)) return undefined
        throw error
      }
      return keepLease(client)
    },
  }
}
