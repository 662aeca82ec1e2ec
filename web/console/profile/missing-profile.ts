import type { IdentityAnswer } from '../../../shared/lookup/identity-schema.ts'
import { identifierOfKey, isSameIdentifier, type Identifier } from './search-text.ts'

type Explanation = Pick<
  IdentityAnswer,
  'identifiers' | 'quarantined' | 'refused' | 'refusedCount' | 'detached'
>

/** What an identifier without a profile was seen with. */
export interface OtherEnd {
  readonly identifier: Identifier
  /** False where it has no profile either. */
  readonly hasProfile: boolean
  /** Which of those that are one with the identifier was seen with it; itself: `undefined`. */
  readonly via: Identifier | undefined
}

/** Why an identifier has no profile, though events carry it. */
export interface MissingProfile {
  readonly identifier: Identifier
  /** Each reason once, the latest first. */
  readonly reasons: readonly { readonly message: string; readonly ends: readonly OtherEnd[] }[]
  /** How many links there are beyond those that are told. */
  readonly more: number
}

/** A terminal in a shop has hundreds; they all say the same. */
const mostEnds = 20

const shared =
  'Too many share it: it is linked to more others than one person has, so it belongs to none of them.'

/** Reads from an explanation why there is no profile, and who may be meant. */
export function missingProfile(identifier: Identifier, answer: Explanation): MissingProfile {
  const { quarantined, refused, refusedCount } = answer
  const ends = refused.flatMap((refusal) => {
    const isShared = quarantined.includes(refusal.identifier ?? '')
    const end = otherEnd(identifier, answer, refusal)
    return end === undefined ? [] : [{ message: isShared ? shared : refusal.message, end }]
  })
  const told = ends.slice(0, mostEnds)
  const messages = new Set([
    ...(quarantined.length > 0 ? [shared] : []),
    ...told.map(({ message }) => message),
  ])
  return {
    identifier,
    reasons: [...messages].map((message) => ({
      message,
      ends: told.filter((one) => one.message === message).map(({ end }) => end),
    })),
    more: refusedCount - refused.length + ends.length - told.length,
  }
}

/** `undefined` for a link between two that are one by other links. */
function otherEnd(
  identifier: Identifier,
  { identifiers, detached }: Explanation,
  { a, b }: Explanation['refused'][number],
): OtherEnd | undefined {
  const [x, y] = [identifierOfKey(a), identifierOfKey(b)]
  const isMember = (end: Identifier): boolean => isAmong(identifiers, end)
  const [own, other] = isMember(x) ? [x, y] : [y, x]
  if (isMember(other)) return undefined
  return {
    identifier: other,
    hasProfile: !isAmong(detached, other),
    via: identifiers.length === 1 || isSameIdentifier(own, identifier) ? undefined : own,
  }
}

function isAmong(identifiers: readonly Identifier[], { namespace, value }: Identifier): boolean {
  return identifiers.some((one) => one.namespace === namespace && one.value === value)
}
