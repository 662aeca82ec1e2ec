import type { Context } from '../workspace/context.ts'
import { dueBefore } from './archive-idle.ts'
import { isOver } from './forget-archives.ts'

/** Whether there is anything to archive or to delete: two calls, whatever there is. */
export async function isExpiryDue(
  context: Pick<Context, 'now' | 'identity' | 'dueStore' | 'archiveStore'>,
): Promise<boolean> {
  const due = await context.dueStore.list({ before: dueBefore(context.now()), top: 1 })
  if (due.length > 0) return true
  const [oldest] = await context.archiveStore.list({ top: 1 })
  return oldest !== undefined && isOver(context, oldest)
}
