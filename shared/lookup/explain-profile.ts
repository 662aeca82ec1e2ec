import { acceptIdentifier } from '../identity/accept-identifier.ts'
import { compareIdentities } from '../identity/compare-identities.ts'
import { explainIdentity } from '../identity/explain-identity.ts'
import type { Identifier } from '../identity/identifier.ts'
import { withPhones } from '../identity/phone-number.ts'
import type { NodeId } from '../identity/node-id.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import { NotFoundError } from '../platform/errors/errors.ts'
import { resolveComponent } from '../unify/compute-contents.ts'
import { readComponent } from '../unify/read-component.ts'
import type { Snapshot } from '../unify/snapshot.ts'
import type { Context } from '../workspace/context.ts'
import { findProfile } from './find-profile.ts'
import { comparisonAnswer, identityAnswer } from './identity-answer.ts'
import type { ComparisonAnswer, IdentityAnswer } from './identity-schema.ts'

type ExplainContext = Pick<
  Context,
  | 'namespaces'
  | 'identity'
  | 'mostMoments'
  | 'attributeRules'
  | 'nodeIdOf'
  | 'profileStore'
  | 'nodeStore'
  | 'archiveStore'
>

/**
 * Why an identifier has the profile that it has: computed from what is stored about all that is
 * connected with it, by the functions that make profiles.
 */
export async function explainProfile(
  context: ExplainContext,
  given: Identifier,
): Promise<IdentityAnswer> {
  const identifier = await storedIdentifier(context, given)
  const component = await readComponent(context, [identifier], { readOnly: true })
  const resolved = await resolveComponent(context, component)
  const explanation = explainIdentity(resolved, identifier)
  if (explanation === undefined) throw neverSeen()
  const { seen } = resolved.resolution
  const { nodeIdOf } = context
  return {
    ...identityAnswer(explanation, { seen, nodeIdOf }),
    history: historyOf(component, explanation.profile && nodeIdOf(explanation.profile.canonical)),
  }
}

/** The history that stands in the row of a profile, newest first. */
function historyOf(
  component: readonly Snapshot[],
  customerId: NodeId | undefined,
): IdentityAnswer['history'] {
  const row = component.find(({ id }) => id === customerId)?.row
  return (row?.history ?? []).map(({ time, change, from, because }) => ({
    ...{ time: isoTime(time), change, from },
    because,
  }))
}

/** Why two identifiers are, or are not, one person. */
export async function compareProfiles(
  context: ExplainContext,
  given: Identifier,
  other: Identifier,
): Promise<ComparisonAnswer> {
  const pair = [await storedIdentifier(context, given), await storedIdentifier(context, other)]
  const [x, y] = pair as [Identifier, Identifier]
  const component = await readComponent(context, pair, { readOnly: true })
  return comparisonAnswer(compareIdentities(await resolveComponent(context, component), x, y))
}

/** The identifier as it is stored; of a CustomerId one that has its profile. */
async function storedIdentifier(context: ExplainContext, given: Identifier): Promise<Identifier> {
  if (given.namespace === 'customerId') {
    const { profile } = await findProfile(context, given)
    const [strongest] = profile.identifiers
    if (strongest !== undefined) return strongest
    throw neverSeen()
  }
  const { namespaces } = context
  const accepted = await withPhones(namespaces, () => acceptIdentifier(namespaces, given))
  if (accepted.kind === 'accepted') return accepted.identifier
  throw neverSeen()
}

function neverSeen(): NotFoundError {
  const message = 'No event has carried this identifier.'
  return new NotFoundError({ code: 'ProfileNotFound', message })
}
