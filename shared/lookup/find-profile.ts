import { acceptIdentifier } from '../identity/accept-identifier.ts'
import type { Identifier } from '../identity/identifier.ts'
import { parseNodeId, type NodeId } from '../identity/node-id.ts'
import { NotFoundError } from '../platform/errors/errors.ts'
import type { Profile } from '../profiles/profile-row.ts'
import type { Context } from '../workspace/context.ts'

export interface FoundProfile {
  readonly profile: Profile
  /** When the profile was computed, in milliseconds. */
  readonly evaluatedAt: number
}

type FindContext = Pick<Context, 'namespaces' | 'nodeIdOf' | 'profileStore'>

/** A stub can point to a profile that has just become a stub itself; more hops mean a fault. */
const mostHops = 4

/**
 * Finds a profile by any of its identifiers, or by its CustomerId or a former one (`customerId` as
 * the namespace): one or two point reads.
 */
export async function findProfile(
  context: FindContext,
  identifier: Identifier,
): Promise<FoundProfile> {
  let id = nodeIdOfIdentifier(context, identifier)
  for (let hop = 0; id !== undefined && hop < mostHops; hop += 1) {
    const row = await context.profileStore.read(id)
    if (row?.content.kind === 'profile') {
      return { profile: row.content.profile, evaluatedAt: row.evaluatedAt }
    }
    id = row?.content.kind === 'stub' ? row.content.survivor : undefined
  }
  throw new NotFoundError({
    code: 'ProfileNotFound',
    message: 'No profile has this identifier.',
  })
}

function nodeIdOfIdentifier(context: FindContext, identifier: Identifier): NodeId | undefined {
  if (identifier.namespace === 'customerId') return parseNodeId(identifier.value)
  const accepted = acceptIdentifier(context.namespaces, identifier)
  return accepted.kind === 'accepted' ? context.nodeIdOf(accepted.identifier) : undefined
}
