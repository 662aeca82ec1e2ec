import { chooseHome } from '../identity/choose-home.ts'
import type { Identifier } from '../identity/identifier.ts'
import { isSameLocation } from '../profiles/activity.ts'
import type { Context } from '../workspace/context.ts'
import { compareCopies } from './best-copies.ts'
import type { MessageEntry, StoredMessage } from './message-store.ts'
import type { UnifiedEvent } from './unified-event.ts'

/** What is to be done with one copy of a message. */
export interface Claim {
  readonly event: UnifiedEvent
  /**
   * `fresh`: never seen; `retry`: this very copy was begun before; `won`: it takes the place of a
   * copy that was seen before it; `lost`: another copy is better, nothing is to be done.
   */
  readonly kind: 'fresh' | 'retry' | 'won' | 'lost'
  readonly entry: MessageEntry
  /** Known where the entry was there before. */
  readonly etag: string | undefined
}

type ClaimContext = Pick<Context, 'messageStore' | 'namespaces'>

/** Enters each message, once, with a home that is open; answers the claims by messageId. */
export async function claimMessages(
  context: ClaimContext,
  events: readonly UnifiedEvent[],
  isClosed: (identifier: Identifier) => boolean,
): Promise<ReadonlyMap<string, Claim>> {
  const entries = events.map((event) =>
    entryOf(event, chooseHome(context.namespaces, event, isClosed)),
  )
  const existing = await context.messageStore.insertAll(entries)
  const claims = new Map<string, Claim>()
  for (const [index, event] of events.entries()) {
    const stored = existing.get(event.messageId)
    const entry = entries[index]
    if (entry === undefined) continue
    claims.set(
      event.messageId,
      stored === undefined
        ? { event, kind: 'fresh', entry, etag: undefined }
        : await claimAgainst(context, { event, entry, stored }),
    )
  }
  return claims
}

interface Contest {
  readonly event: UnifiedEvent
  readonly entry: MessageEntry
  readonly stored: StoredMessage
}

async function claimAgainst(context: ClaimContext, contest: Contest): Promise<Claim> {
  const { event, entry, stored } = contest
  const { entry: other, etag } = stored
  if (isSameLocation(other.location, event.location)) {
    return { event, kind: 'retry', entry: other, etag }
  }
  if (compareCopies(event, other) >= 0) return { event, kind: 'lost', entry: other, etag }
  const { location, home, identifiers, time } = other
  const better: MessageEntry = {
    ...entry,
    first: other.first,
    previous: [...other.previous, { location, home, identifiers, time }],
    replaced: other.replaced,
  }
  const written = await context.messageStore.replace(better, etag)
  if (written !== undefined) return { event, kind: 'won', entry: better, etag: written.etag }
  const again = await context.messageStore.read(event.messageId)
  return claimAgainst(context, { ...contest, stored: again ?? stored })
}

function entryOf(event: UnifiedEvent, home: Identifier | undefined): MessageEntry {
  const { messageId, location, receivedAt, time, contentHash } = event
  return {
    messageId,
    location,
    first: location,
    receivedAt,
    time,
    contentHash,
    home,
    identifiers: [...event.identifiers, ...event.previous],
    previous: [],
    replaced: [],
  }
}
