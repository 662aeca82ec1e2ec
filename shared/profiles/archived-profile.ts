import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import type { Profile } from './profile-row.ts'

/** Tells whether an archived profile is still what the facts say, without reading the archive. */
export function profileDigest(profile: Profile): string {
  return sha256Hex(canonicalJson(profile)).slice(0, 32)
}
