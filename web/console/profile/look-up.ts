import { ask, withOptions } from '../page/api.ts'
import type { Profile } from './profile-json.ts'
import { readSearch, type Identifier } from './search-text.ts'

const includes = 'identifiers,attributeSources,activities,segments,measures'

/** What a search found. */
export type Found =
  | { readonly kind: 'one'; readonly identifier: Identifier; readonly profile: Profile }
  | { readonly kind: 'several'; readonly identifiers: readonly Identifier[] }
  | { readonly kind: 'none' }

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
  if (identifier === undefined) return { kind: 'none' }
  if (others.length > 0) return { kind: 'several', identifiers: [identifier, ...others] }
  const profile = await lookUpProfile(identifier, top)
  return profile === undefined ? { kind: 'none' } : { kind: 'one', identifier, profile }
}

async function customerIdOf(identifier: Identifier): Promise<string | undefined> {
  const found = await ask<Pick<Profile, 'customerId'>>(
    withOptions('/v1/profiles', { ...identifier }),
  )
  return found?.customerId
}
