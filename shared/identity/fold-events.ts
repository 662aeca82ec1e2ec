import { groupBy } from '../platform/collections/group-by.ts'
import { chooseHome } from './choose-home.ts'
import { historyOf, type HistoryRules } from './device-history.ts'
import { eventLinks, type EventIdentifiers } from './event-links.ts'
import { identifierKey, uniqueIdentifiers } from './identifier.ts'
import { mergeLinkLists } from './identity-link.ts'
import type { Namespaces } from './namespaces.ts'
import {
  resolveIdentity,
  type IdentityFacts,
  type Resolution,
  type ResolutionRules,
} from './resolve-identity.ts'
import type { StewardFact } from './steward-fact.ts'

/** A normalised event as far as identity cares; identifiers strongest first. */
export interface IdentityEvent extends EventIdentifiers {
  readonly messageId: string
  readonly time: number
  readonly logout: boolean
}

/** How many moments a history keeps before it is folded. */
export const mostMoments = 2000

/** The rules of histories in a workspace. */
export function historyRules(
  { namespaces, settings }: Pick<ResolutionRules, 'namespaces' | 'settings'>,
  most: number = mostMoments,
): HistoryRules {
  const { compareStrength, isPerson } = namespaces
  return { visitGap: settings.visitGap * 60_000, compareStrength, isPerson, mostMoments: most }
}

/** The facts of all identifiers in events, each event at its home; rule 2 leaves some out. */
export function foldEvents(
  events: readonly IdentityEvent[],
  namespaces: Namespaces,
  rules: HistoryRules,
): IdentityFacts[] {
  const placed = events.flatMap((event) => {
    const home = chooseHome(namespaces, event)
    return home === undefined ? [] : [{ home, event }]
  })
  const byHome = groupBy(placed, ({ home }) => identifierKey(home))
  const identifiers = uniqueIdentifiers(
    placed.flatMap(({ event }) => [...event.identifiers, ...event.previous]),
  )
  return identifiers.map((identifier) => {
    const own = (byHome.get(identifierKey(identifier)) ?? []).map(({ event }) => event)
    const links = mergeLinkLists(own.flatMap(eventLinks))
    return { identifier, links, history: historyOf(own, rules) }
  })
}

/** What identity resolution makes of a set of events, each message once. */
export function resolveEvents(
  events: readonly IdentityEvent[],
  stewardFacts: readonly StewardFact[],
  rules: ResolutionRules,
): Resolution {
  const resolve = (most: number): Resolution =>
    resolveIdentity(
      foldEvents(events, rules.namespaces, historyRules(rules, most)),
      stewardFacts,
      rules,
    )
  const resolution = resolve(mostMoments)
  return resolution.unsure.length === 0 ? resolution : resolve(Infinity)
}
