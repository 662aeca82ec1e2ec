import { hasTooManyValues } from '../../shared/identity/choose-home.ts'
import { resolveEvents } from '../../shared/identity/fold-events.ts'
import { identifierKey } from '../../shared/identity/identifier.ts'
import { noPhones, type PhoneNumbers } from '../../shared/identity/phone-number.ts'
import type { ResolvedProfile } from '../../shared/identity/resolve-identity.ts'
import { bestCopies } from '../../shared/unify/best-copies.ts'
import { acceptEvent, minutesOf, type AcceptedEvent } from './scenario-event.ts'
import type { Scenario } from './scenario-file.ts'
import { scenarioWorkspace } from './scenario-workspace.ts'

/** What came of a scenario, in the notation of scenario files. */
export interface ScenarioOutcome {
  readonly id: string
  readonly profiles: readonly (readonly string[])[]
  /** Of each profile, in the same order. */
  readonly known: readonly boolean[]
  /** The canonical identifier of the profile that owns each activity. */
  readonly activityOwner: Readonly<Record<string, string | null>>
  readonly detached: readonly string[]
  readonly refusedLinks: readonly (readonly [string, string])[]
  readonly rejectedIdentifiers: readonly string[]
  readonly rejectedEvents: readonly string[]
  readonly canonical: Readonly<Record<string, string>>
  readonly eventPrimary: Readonly<Record<string, string>>
  readonly activities: number
}

/** Runs a scenario through what serves live events; only storage is left out. */
export function runScenario(scenario: Scenario, phones: PhoneNumbers = noPhones): ScenarioOutcome {
  const workspace = scenarioWorkspace(scenario, phones)
  const events = bestCopies(scenario.events.map((event) => acceptEvent(event, workspace)))
  const { rules, stewardFacts } = workspace
  const resolution = resolveEvents(events, stewardFacts, rules)
  const isRejected = ({ identifiers }: AcceptedEvent): boolean =>
    hasTooManyValues(rules.namespaces, identifiers)
  const ownerOf = (event: AcceptedEvent): string | null => {
    const profile = isRejected(event) ? undefined : resolution.profileOf(event)
    return profile === undefined ? null : nameOf(profile)
  }
  const profiles = [...resolution.profiles].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const primary = events.flatMap(({ messageId, identifiers: [first] }) =>
    first === undefined ? [] : [[messageId, identifierKey(first)] as const],
  )
  return {
    id: scenario.id,
    profiles: profiles.map(membersOf),
    known: profiles.map(({ known }) => known),
    activityOwner: Object.fromEntries(events.map((event) => [event.messageId, ownerOf(event)])),
    detached: sorted(resolution.detached.flatMap(({ members }) => members.map(identifierKey))),
    refusedLinks: resolution.refused.map(({ link: { a, b } }) => [
      identifierKey(a),
      identifierKey(b),
    ]),
    rejectedIdentifiers: sorted(events.flatMap(({ rejected }) => rejected)),
    rejectedEvents: sorted(events.filter(isRejected).map(({ messageId }) => messageId)),
    canonical: Object.fromEntries(
      profiles.flatMap((profile) => membersOf(profile).map((member) => [member, nameOf(profile)])),
    ),
    eventPrimary: Object.fromEntries(primary),
    activities: events.length,
  }
}

function membersOf(profile: ResolvedProfile): string[] {
  return profile.cluster === undefined
    ? [nameOf(profile)]
    : sorted(profile.cluster.members.map(identifierKey))
}

/** The visitor after a logout is `ns:value@t`, with the time of the logout in minutes. */
function nameOf({ afterLogout, canonical }: ResolvedProfile): string {
  if (afterLogout === undefined) return identifierKey(canonical)
  return `${identifierKey(afterLogout.device)}@${minutesOf(afterLogout.time)}`
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
