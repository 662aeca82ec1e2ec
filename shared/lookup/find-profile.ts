import { acceptIdentifier } from '../identity/accept-identifier.ts'
import type { Identifier } from '../identity/identifier.ts'
import { parseNodeId, type NodeId } from '../identity/node-id.ts'
import { withPhones } from '../identity/phone-number.ts'
import { NotFoundError } from '../platform/errors/errors.ts'
import { profileOf } from '../profiles/archive-entry.ts'
import type { Profile, RowContent, StoredProfileRow } from '../profiles/profile-row.ts'
import { readEntry, type FoundEntry } from '../profiles/read-archive.ts'
import type { Context } from '../workspace/context.ts'

export interface FoundProfile {
  readonly profile: Profile
  /** When the profile was computed, in milliseconds. */
  readonly evaluatedAt: number
  /** The state of the row that said so. */
  readonly etag: string
  /** Where the profile was read; `undefined` for one in the tables. */
  readonly archived: FoundEntry | undefined
}

export type FindContext = Pick<Context, 'namespaces' | 'nodeIdOf' | 'profileStore' | 'archiveStore'>

/** With two writers at once a stub may lead to another stub for a moment; more is a fault. */
const mostHops = 3
/** A row without a profile may be a step of a change under way: it is looked up again. */
const mostLooks = 3

/**
 * Finds a profile by any of its identifiers, or by its CustomerId or a former one (`customerId` as
 * the namespace): one or two point reads, and one more for a profile in the archive. An identifier
 * without a profile has none; an id of before leads to whoever owns now what was its.
 */
export async function findProfile(
  context: FindContext,
  identifier: Identifier,
): Promise<FoundProfile> {
  const id = await withPhones(context.namespaces, () => nodeIdOfIdentifier(context, identifier))
  for (let look = 0; id !== undefined && look < mostLooks; look += 1) {
    const found = await followStubs(context, id, identifier.namespace === 'customerId')
    if (found === 'absent') break
    if (found !== 'detached') return found
  }
  throw new NotFoundError({ code: 'ProfileNotFound', message: 'No profile has this identifier.' })
}

async function followStubs(
  context: FindContext,
  start: NodeId,
  isFormerId: boolean,
): Promise<FoundProfile | 'absent' | 'detached'> {
  let id: NodeId | undefined = start
  for (let hop = 0; id !== undefined && hop < mostHops; hop += 1) {
    const row: StoredProfileRow | undefined = await context.profileStore.read(id)
    if (row === undefined) return hop === 0 ? 'absent' : 'detached'
    const { evaluatedAt, etag, content } = row
    if (content.kind === 'profile') {
      return { profile: content.profile, evaluatedAt, etag, archived: undefined }
    }
    if (content.kind === 'archived') return readArchived(context, id, { etag, content })
    if (content.kind === 'detached' && !isFormerId) return 'detached'
    id = content.survivor
  }
  return 'detached'
}

/** `detached` where the archive has just been deleted: its rows follow. */
async function readArchived(
  { archiveStore }: Pick<Context, 'archiveStore'>,
  id: NodeId,
  { etag, content }: { etag: string; content: RowContent & { kind: 'archived' } },
): Promise<FoundProfile | 'detached'> {
  const archived = await readEntry(archiveStore, content.archived.place)
  const found = archived && profileOf(archived.entry, id)
  return found === undefined ? 'detached' : { ...found, etag, archived }
}

function nodeIdOfIdentifier(context: FindContext, identifier: Identifier): NodeId | undefined {
  if (identifier.namespace === 'customerId') return parseNodeId(identifier.value)
  const accepted = acceptIdentifier(context.namespaces, identifier)
  return accepted.kind === 'accepted' ? context.nodeIdOf(accepted.identifier) : undefined
}
