import type { Identifier } from './identifier.ts'
import type { IdentityLink } from './identity-link.ts'

/** Names two clusters, as they were when they met, by their strongest identifiers. */
export type Between = readonly [Identifier, Identifier]

/** Why a link does not hold, with what it ran into. */
export type RefusalReason =
  /** A steward says that the link says nothing. */
  | { readonly kind: 'excluded' }
  /** The identifier is linked to more others than one person has. */
  | { readonly kind: 'quarantined'; readonly identifier: Identifier }
  /** The identifier is claimed by several people and says nothing about any of them. */
  | { readonly kind: 'ambiguous'; readonly identifier: Identifier }
  /** A steward says that these two are not one. */
  | { readonly kind: 'never'; readonly fact: Between; readonly between: Between }
  /** One profile would have more values of the namespace than its limit. */
  | {
      readonly kind: 'limit'
      readonly namespace: string
      readonly limit: number
      readonly between: Between
    }
  /** Newer values took the place of the identifier at its best owner; it gets no second choice. */
  | { readonly kind: 'replaced'; readonly identifier: Identifier }
  /** One profile would have too many identifiers. */
  | { readonly kind: 'maxIdentifiers'; readonly limit: number; readonly between: Between }
  /** A device never joins two people. */
  | { readonly kind: 'twoPeople'; readonly between: Between }
  /** Devices and people are kept apart in this workspace. */
  | { readonly kind: 'isolated' }

/** All kinds of reasons. */
export const refusalKinds = [
  'limit',
  'replaced',
  'maxIdentifiers',
  'twoPeople',
  'quarantined',
  'ambiguous',
  'isolated',
  'never',
  'excluded',
] as const satisfies readonly RefusalReason['kind'][]

/** A link that does not hold, and why. */
export interface RefusedLink {
  readonly link: IdentityLink
  readonly reason: RefusalReason
}
