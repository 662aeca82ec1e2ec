import { mapLimited } from '../platform/async/map-limited.ts'
import type { MessageEntry } from '../unify/message-store.ts'
import type { VerifyContext } from './verify-context.ts'

const digits = Array.from('0123456789abcdef')
const pageSize = 1000
/** A page of all entries costs about as much as so many entries that are read one by one. */
const readsPerPage = 32

export interface Wanted {
  readonly messageIds: readonly string[]
  /** About how many entries there are. */
  readonly total: number
  readonly goesOn: () => Promise<boolean>
}

/**
 * The entries of messages: read one by one, or, where these are a large part of all, picked from
 * all. Incomplete where `goesOn` said so.
 */
export async function findEntries(
  { messageStore }: Pick<VerifyContext, 'messageStore'>,
  { messageIds, total, goesOn }: Wanted,
): Promise<ReadonlyMap<string, MessageEntry>> {
  const wanted = new Set(messageIds)
  const found = new Map<string, MessageEntry>()
  if ((total / pageSize) * readsPerPage > wanted.size) {
    await mapLimited([...wanted], 16, async (messageId) => {
      const entry = (await messageStore.read(messageId))?.entry
      if (entry !== undefined) found.set(messageId, entry)
    })
    return found
  }
  await mapLimited(digits, 4, async (digit) => {
    let after: string | undefined
    do {
      const page = await messageStore.list(digit, { after, top: pageSize })
      for (const entry of page) if (wanted.has(entry.messageId)) found.set(entry.messageId, entry)
      after = page.length < pageSize ? undefined : page.at(-1)?.messageId
    } while (after !== undefined && (await goesOn()))
  })
  return found
}
