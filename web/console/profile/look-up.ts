import type { IdentityAnswer } from '../../../shared/lookup/identity-schema.ts'
import { ask, withOptions } from '../page/api.ts'
import { missingProfile, type MissingProfile } from './missing-profile.ts'
import type { Profile } from './profile-json.ts'
import { readSearch, type Identifier } from './search-text.ts'

const includes = 'identifiers,attributeSources,activities,segments,measures'

/** What a search found. */
export type Found =
  | { readonly kind: 'one'; readonly identifier: Identifier; readonly profile: Profile }
  | { readonly kind: 'several'; readonly identifiers: readonly Identifier[] }
  | { readonly kind: 'none'; readonly missing: readonly MissingProfile[] }

/** The profile with everything that is shown of it, or `undefined`. */
export function lookUpProfile(identifier: Identifier, top: number): Promise<Profile | undefined> {
  return ask<Profile>(withOptions('/v1/profiles', { ...identifier, include: includes, top }))
}

/** Finds whom a text means: as it says, or else by its value in any namespace. */
export async function findProfiles(text: string, top: number): Promise<Found> {
  const { exact, bare } = readSearch(text)
  if (exact !== undefined) {
    const profile = await lookUpProfile(exact, top)
    if (profile !== undefined) return { kind: 'one', identifier: exact, profile }
  }
  const matches = await Promise.all(bare.map(customerIdOf))
  const unique = new Map<string, Identifier>()
  for (const [index, id] of matches.entries()) {
    const identifier = bare[index]
    if (id !== undefined && identifier !== undefined && !unique.has(id)) unique.set(id, identifier)
  }
  const [identifier, ...others] = unique.values()
  if (identifier === undefined) return explainNone(exact, bare)
  if (others.length > 0) return { kind: 'several', identifiers: [identifier, ...others] }
  const profile = await lookUpProfile(identifier, top)
  return profile === undefined
    ? { kind: 'none', missing: [] }
    : { kind: 'one', identifier, profile }
}

/** Nobody has it; what it means may be known all the same, and then it is told why. */
async function explainNone(
  exact: Identifier | undefined,
  bare: readonly Identifier[],
): Promise<Found> {
  const said = exact === undefined ? undefined : await explainMissing(exact)
  const missing = said === undefined ? await Promise.all(bare.map(explainMissing)) : [said]
  return { kind: 'none', missing: missing.filter((one) => one !== undefined) }
}

/** `undefined` where no event carried it, or where it has got a profile just now. */
async function explainMissing(identifier: Identifier): Promise<MissingProfile | undefined> {
  // A CustomerId is the profile's own.
  if (identifier.namespace === 'customerId') return undefined
  const answer = await ask<IdentityAnswer>(withOptions('/v1/identity', { ...identifier }))
  return answer?.customerId === null ? missingProfile(identifier, answer) : undefined
}

async function customerIdOf(identifier: Identifier): Promise<string | undefined> {
  const found = await ask<Pick<Profile, 'customerId'>>(
    withOptions('/v1/profiles', { ...identifier }),
  )
  return found?.customerId
}
