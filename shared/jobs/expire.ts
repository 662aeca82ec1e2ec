import * as z from 'zod'
import { asNodeId } from '../identity/node-id.ts'
import { archiveIdle } from '../retention/archive-idle.ts'
import { forgetArchives } from '../retention/forget-archives.ts'
import type { JobKind } from './job-kind.ts'

const count = z.number().default(0)

/** What was done so far, and the last entry of table `due` that was looked at. */
const stateSchema = z.object({
  checked: count,
  archived: count,
  activities: count,
  blobs: count,
  forgotten: count,
  after: z.object({ customerId: z.string().transform(asNodeId), hour: z.number() }).optional(),
})

export const expireJob: JobKind = {
  summary:
    'archives unknown profiles that were idle for too long, and deletes archives whose time is over',
  stages: ['archive', 'forget'],
  run: async (context, run) => {
    let state = stateSchema.parse(run.state ?? {})
    const isDone = await archiveIdle(context, state.after, (progress) => {
      const { archived, activities, blobs, after, seen, size } = progress
      const { forgotten } = state
      const checked = state.checked + progress.checked
      state = {
        ...{ checked, forgotten, after },
        archived: state.archived + archived,
        activities: state.activities + activities,
        blobs: state.blobs + blobs,
      }
      const before = checked - progress.checked
      return run.report({ stage: 'archive', done: before + seen, total: before + size }, state)
    })
    if (!isDone) return undefined
    const isOver = await forgetArchives(context, (profiles) => {
      state = { ...state, forgotten: state.forgotten + profiles }
      const { forgotten } = state
      return run.report({ stage: 'forget', done: forgotten, total: forgotten }, state)
    })
    if (!isOver) return undefined
    const { after: _after, ...result } = state
    return result
  },
}
