import type { ActivityAnswer, ProfileAnswer } from '../../../shared/lookup/profile-schema.ts'
import type { Identifier } from './search-text.ts'

export type Activity = ActivityAnswer

/** An identifier of a profile, with when it was seen. */
export interface SeenIdentifier extends Identifier {
  readonly firstSeen: string
  readonly lastSeen: string
}

/** A profile as the interface answers it. */
export interface Profile {
  readonly customerId: string
  readonly known: boolean
  readonly archived?: boolean
  readonly previousCustomerIds: readonly string[]
  readonly firstSeen: string
  readonly lastSeen: string
  readonly activityCount: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly attributeSources?: ProfileAnswer['attributeSources']
  readonly identifiers: readonly SeenIdentifier[]
  readonly activities: { readonly value: readonly Activity[]; readonly nextLink?: string }
  readonly segments?: readonly { readonly name: string; readonly since?: string }[]
  readonly measures?: Readonly<Record<string, unknown>>
}

/** What to call her: her name, else how she signs in, else what she was found by. */
export function titleOf({ attributes, identifiers }: Profile, foundBy: Identifier): string {
  const text = (name: string): string => {
    const value = attributes[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const whole = text('name') || `${text('firstName')} ${text('lastName')}`.trim()
  const strong = ['email', 'userId', 'phone'].map(
    (namespace) => identifiers.find((identifier) => identifier.namespace === namespace)?.value,
  )
  return whole || (strong.find((value) => value !== undefined) ?? foundBy.value)
}
