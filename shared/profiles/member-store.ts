import type { NodeId } from '../identity/node-id.ts'
import type { MembershipEffect } from './profile-row.ts'

/** A membership effect of one profile. */
export interface MemberChange {
  readonly customerId: NodeId
  readonly effect: MembershipEffect
}

/** How many profiles are in a segment. */
export interface MemberCount {
  readonly known: number
  readonly unknown: number
}

/** Who is in which segment, with counts that are always those of the rows. */
export interface MemberStore {
  /** Applies changes; one that is older than what is stored is passed over. */
  settle(changes: readonly MemberChange[]): Promise<void>
  count(segment: string): Promise<MemberCount>
  read(segment: string, customerId: NodeId): Promise<Member | undefined>
  /** The profiles in a segment whose CustomerIds begin with the digits, in order, behind one. */
  list(
    segment: string,
    digits: string,
    range: { readonly after?: NodeId | undefined; readonly top: number },
  ): Promise<Member[]>
  /** The count of those whose CustomerIds begin with a digit. */
  countPart(segment: string, digit: string): Promise<MemberCount>
}

/** A row of a segment: who is in it, or was. */
export interface Member {
  readonly customerId: NodeId
  readonly state: 'in' | 'out'
  readonly known: boolean
}

/** The built-in segment of all profiles. Definitions cannot take the name: it has an underscore first. */
export const everyone = '_everyone'
/** The built-in segment of the unknown profiles that are in the archive. */
export const archivedOnes = '_archived'
