import type { ContainerClient } from '@azure/storage-blob'
import { buffer } from 'node:stream/consumers'
import type { ArchiveStore } from '../../profiles/archive-store.ts'
import { TransientError } from '../errors/errors.ts'
import { codeOf, statusOf } from './storage-error.ts'

/** The archive in a container of Blob storage. */
export function blobArchiveStore(container: ContainerClient): ArchiveStore {
  const download = (blob: string, offset?: number, length?: number) =>
    ignoring404(async () => {
      const client = container.getBlockBlobClient(blob)
      const { readableStreamBody } = await client.download(offset, length)
      return readableStreamBody === undefined ? undefined : await buffer(readableStreamBody)
    })
  return {
    write: async (blob, content) => {
      try {
        await container.getBlockBlobClient(blob).upload(content, content.byteLength, {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: 'application/gzip' },
        })
      } catch (error) {
        // Names are never used twice, so what is there is what an earlier try of ours has written.
        if (codeOf(error) !== 'BlobAlreadyExists') throw unavailable(error)
      }
    },
    read: ({ blob, offset, length }) => download(blob, offset, length),
    readAll: (blob) => download(blob),
    list: async ({ after, top }) => {
      const names: string[] = []
      try {
        // `startFrom` is not known to every version of the service: the days before are passed over.
        for await (const page of container.listBlobsFlat().byPage({ maxPageSize: 1000 })) {
          for (const { name } of page.segment.blobItems) {
            if (after === undefined || name > after) names.push(name)
          }
          if (names.length >= top) break
        }
      } catch (error) {
        throw unavailable(error)
      }
      return names.slice(0, top)
    },
    remove: async (blob) => {
      await ignoring404(() => container.getBlockBlobClient(blob).delete())
    },
  }
}

async function ignoring404<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (statusOf(error) === 404 && codeOf(error) !== 'ContainerNotFound') return undefined
    throw unavailable(error)
  }
}

function unavailable(error: unknown): TransientError {
  const message = 'The archive did not answer as it should.'
  return new TransientError({ code: 'StorageUnavailable', message, cause: error })
}
