import type { ContainerClient } from '@azure/storage-blob'
import { TransientError } from '../errors/errors.ts'
import type { Documents } from './documents.ts'
import { statusOf } from './storage-error.ts'

/** Documents in a container of Blob storage. */
export function blobDocuments(container: ContainerClient): Documents {
  return {
    read: async (name) => {
      try {
        return (await container.getBlockBlobClient(name).downloadToBuffer()).toString('utf8')
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw unavailable(error)
      }
    },
    insert: async (name, text) => {
      try {
        await container.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: 'application/json' },
        })
      } catch (error) {
        // Names are never used twice, so what is there is what an earlier try of ours has written.
        if (statusOf(error) !== 409 && statusOf(error) !== 412) throw unavailable(error)
      }
    },
  }
}

function unavailable(error: unknown): TransientError {
  const message = 'The definitions could not be read or written.'
  return new TransientError({ code: 'StorageUnavailable', message, cause: error })
}
