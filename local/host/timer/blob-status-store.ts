import { RestError, type ContainerClient } from '@azure/storage-blob'
import * as z from 'zod'
import type { ScheduleStatus } from './schedule-status.ts'
import type { StatusStore } from './status-store.ts'
import { neverTime, statusFields } from './timer-input.ts'

const time = z.string().transform((text, context) => {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) context.addIssue('not a time')
  return ms
})

const statusSchema = z.object({ Last: z.string(), Next: time, LastUpdated: time })

function parseStatus(text: string): ScheduleStatus {
  const { Last, Next, LastUpdated } = statusSchema.parse(JSON.parse(text))
  const last = Last === neverTime ? undefined : Date.parse(Last)
  return { last, next: Next, lastUpdated: LastUpdated }
}

export const statusCodeOf = (error: unknown): number | undefined =>
  error instanceof RestError ? error.statusCode : undefined

/** The status blob of the real host: `timers/<host>/Host.Functions.<name>/status`. */
export function blobStatusStore(container: ContainerClient, name: string): StatusStore {
  const blob = container.getBlockBlobClient(name)
  return {
    read: async () => {
      try {
        return parseStatus((await blob.downloadToBuffer()).toString('utf8'))
      } catch (error) {
        if (statusCodeOf(error) === 404) return undefined
        throw error
      }
    },
    write: async (status) => {
      const text = JSON.stringify(statusFields(status))
      await container.createIfNotExists()
      await blob.upload(text, Buffer.byteLength(text))
    },
  }
}
