import type { ContainerClient } from '@azure/storage-blob'
import { buffer } from 'node:stream/consumers'
import type { EventLog, LoggedBlob } from '../../collect/event-log.ts'
import { formatTally, parseTally, type Tally } from '../../collect/tally.ts'
import { TransientError } from '../errors/errors.ts'
import { codeOf, statusOf } from './storage-error.ts'

/** Under this name a blob's metadata says how many lines were received when. */
const tallyName = 'received'

/** The event log in a container of Blob storage. */
export function blobEventLog(container: ContainerClient): EventLog {
  return {
    append: async (blob, content, tally) => {
      try {
        await container.getBlockBlobClient(blob).upload(content, content.byteLength, {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: 'application/gzip' },
          metadata: metadataOf(tally),
        })
      } catch (error) {
        // Names are never used twice, so what is there is what an earlier try of ours has written.
        if (codeOf(error) === 'BlobAlreadyExists') return
        throw unavailable(error)
      }
    },
    read: async (blob) => {
      try {
        // `downloadToBuffer` would first ask for the size: a second request for each blob.
        const { readableStreamBody } = await container.getBlockBlobClient(blob).download()
        return readableStreamBody === undefined ? undefined : await buffer(readableStreamBody)
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw unavailable(error)
      }
    },
    list: async (hour, start = '') => {
      const names: string[] = []
      try {
        for await (const { name } of container.listBlobsFlat({ prefix: `${hour}/${start}` })) {
          names.push(name)
        }
      } catch (error) {
        throw unavailable(error)
      }
      return names
    },
    listTallied: async (hour, start = '') => {
      const blobs: LoggedBlob[] = []
      const options = { prefix: `${hour}/${start}`, includeMetadata: true }
      try {
        for await (const { name, metadata } of container.listBlobsFlat(options)) {
          blobs.push({ blob: name, tally: parseTally(metadata?.[tallyName]) })
        }
      } catch (error) {
        throw unavailable(error)
      }
      return blobs
    },
    hours: async (from) => {
      try {
        const days = await folders(container, '')
        const recent = days.filter((day) => day >= from.slice(0, 10))
        const hours: string[] = []
        for (const day of recent) hours.push(...(await folders(container, `${day}/`)))
        return hours.filter((hour) => hour >= from)
      } catch (error) {
        throw unavailable(error)
      }
    },
  }
}

function metadataOf(tally: Tally | undefined): Record<string, string> {
  const text = tally === undefined ? undefined : formatTally(tally)
  return text === undefined ? {} : { [tallyName]: text }
}

/** The names of the folders directly below a prefix, without the closing slash, in order. */
async function folders(container: ContainerClient, prefix: string): Promise<string[]> {
  const names: string[] = []
  for await (const item of container.listBlobsByHierarchy('/', { prefix })) {
    if (item.kind === 'prefix') names.push(item.name.slice(0, -1))
  }
  return names
}

function unavailable(error: unknown): TransientError {
  const message = 'The event log did not answer as it should.'
  return new TransientError({ code: 'StorageUnavailable', message, cause: error })
}
