import { runScenario } from '../../commands/scenarios/run-scenario.ts'
import { momentOf } from '../../commands/scenarios/scenario-event.ts'
import type { Scenario, ScenarioEvent } from '../../commands/scenarios/scenario-file.ts'
import { parseIdentifierKey } from '../../shared/identity/identifier.ts'
import { canonicalJson } from '../../shared/platform/ids/canonical-json.ts'
import { sha256Hex } from '../../shared/platform/ids/hash.ts'
import { mapLimited } from '../../shared/platform/async/map-limited.ts'
import { keys } from './runtime.ts'

/**
 * Scenarios share a deployment. Those that define the same namespaces share these, under a name of
 * their own: `CRMID` is called `n1a2b3c_CRMID`.
 */
function namespaceIn({ namespaces }: Scenario, namespace: string): string {
  const definitions = sha256Hex(canonicalJson(namespaces)).slice(0, 6)
  return `n${definitions}_${namespace}`.replaceAll(/[^A-Za-z0-9]/g, '_')
}

/** Values are each scenario's own; what identifies nobody is sent as it is. */
function valueIn(scenario: Scenario, namespace: string, value: string): string {
  const { rejectedIdentifiers } = runScenario(scenario)
  const identifies = !rejectedIdentifiers.includes(`${namespace}:${value}`)
  return identifies ? `${scenario.id}.${value}` : value
}

/** The settings of the workspace that a scenario asks for. */
export function settingsOf({ settings }: Scenario): Record<string, unknown> {
  const { facts, suppressed, blockedValues, ...identity } = settings
  if (facts.length + suppressed.length + blockedValues.length > 0) {
    throw new Error('scenarios with facts of stewards or blocked values are not sent')
  }
  return identity
}

/** The namespaces that it configures, as definitions; what it does not limit is not limited. */
export function namespacesOf(scenario: Scenario): readonly ({ name: string } & object)[] {
  return scenario.namespaces.map(({ name, maxPerEvent, ...definition }) => ({
    ...definition,
    ...(typeof maxPerEvent === 'number' && { maxPerEvent }),
    name: namespaceIn(scenario, name),
  }))
}

/** The minute 0 of scenarios: long enough ago for a year to pass. */
const begin = Date.UTC(2024, 0, 1)

export function callsOf(scenario: Scenario): object[] {
  return scenario.events.map((event, index) => {
    const common = {
      messageId: messageIdIn(scenario, event, index),
      timestamp: new Date(begin + momentOf(event.t)).toISOString(),
      context: { externalIds: externalIds(scenario, event.ids) },
    }
    const [previous, ...more] = externalIds(scenario, event.alias)
    if (more.length > 0) throw new Error(`${scenario.id}: a call has one previous id at most`)
    if (previous !== undefined) {
      const { id: previousId, type: previousIdNamespace } = previous
      return { ...common, type: 'alias', previousId, previousIdNamespace }
    }
    const name = event.kind === 'logout' ? 'Signed Out' : 'Product Viewed'
    return { ...common, type: 'track', event: name }
  })
}

function externalIds(scenario: Scenario, ids: ScenarioEvent['ids']) {
  return Object.entries(ids).flatMap(([namespace, values]) =>
    values.map((value) => ({
      type: namespaceIn(scenario, namespace),
      id: valueIn(scenario, namespace, value),
    })),
  )
}

function messageIdIn({ id }: Scenario, { messageId }: ScenarioEvent, index: number): string {
  return `${id}/${messageId ?? index}`
}

/** What became of a scenario, in its own names. */
export interface HttpOutcome {
  readonly profiles: readonly {
    readonly members: readonly string[]
    readonly known: boolean
    /** The messages on its timeline. */
    readonly timeline: readonly string[]
  }[]
  /** What was sent as an identifier and is among those of no profile. */
  readonly nobodys: readonly string[]
}

interface ProfileJson {
  readonly customerId: string
  readonly previousCustomerIds: readonly string[]
  readonly known: boolean
  readonly identifiers: readonly { readonly namespace: string; readonly value: string }[]
  readonly activities: { readonly value: readonly { readonly activityId: string }[] }
}

/** Asks for every identifier of a scenario, and by every id that the answers name. */
export async function readOutcome(url: string, scenario: Scenario): Promise<HttpOutcome> {
  const names = new Map(keysOf(scenario).map((key) => [renamed(scenario, key), key]))
  const profiles = new Map<string, ProfileJson>()
  const found = await mapLimited([...names.keys()], 4, async (key) => {
    const profile = await lookUp(url, key)
    if (profile !== undefined) profiles.set(profile.customerId, profile)
    return { key, profile }
  })
  for (const { customerId, previousCustomerIds } of profiles.values()) {
    for (const id of [customerId, ...previousCustomerIds]) {
      const { customerId: answered } = (await lookUp(url, `customerId:${id}`)) ?? {}
      if (answered !== customerId) throw new Error(`${id} leads to ${answered}, not ${customerId}`)
    }
  }
  const prefix = `${scenario.id}/`
  return {
    profiles: inOrder(
      [...profiles.values()].map(({ known, identifiers, activities }) => ({
        members: identifiers
          .map(({ namespace, value }) => names.get(`${namespace}:${value}`) ?? `${namespace}?`)
          .sort(),
        known,
        timeline: activities.value.map(({ activityId }) => activityId.replace(prefix, '')).sort(),
      })),
    ),
    nobodys: found
      .flatMap(({ key, profile }) => (profile === undefined ? [names.get(key) ?? ''] : []))
      .sort(),
  }
}

async function lookUp(url: string, key: string): Promise<ProfileJson | undefined> {
  const query = 'include=identifiers,activities&top=1000'
  const address = `${url}/v1/profiles/${encodeURIComponent(key)}?${query}`
  const response = await fetch(address, { headers: keys.read })
  if (response.status === 404) return undefined
  if (response.status !== 200) throw new Error(`${key} answered ${response.status}`)
  return (await response.json()) as ProfileJson
}

function keysOf({ events }: Scenario): string[] {
  const found = events.flatMap(({ ids, alias }) =>
    [ids, alias].flatMap((given) =>
      Object.entries(given).flatMap(([name, values]) => values.map((value) => `${name}:${value}`)),
    ),
  )
  return [...new Set(found)]
}

function renamed(scenario: Scenario, key: string): string {
  const { namespace = '', value = '' } = parseIdentifierKey(key) ?? {}
  return `${namespaceIn(scenario, namespace)}:${valueIn(scenario, namespace, value)}`
}

/**
 * The same from the rules as pure functions, which pass all scenarios. Whoever used a device after
 * a logout has no profile that could be asked for.
 */
export function expectedOutcome(scenario: Scenario): HttpOutcome {
  const { profiles, known, canonical, activityOwner } = runScenario(scenario)
  const stored = profiles.flatMap((members, index) => {
    const name = canonical[members[0] ?? '']
    const timeline = Object.keys(activityOwner).filter((id) => activityOwner[id] === name)
    const isAfterLogout = members.some((member) => /@\d+$/.test(member))
    const profile = { members: [...members].sort(), known: known[index] === true }
    return isAfterLogout ? [] : [{ ...profile, timeline: timeline.sort() }]
  })
  const owned = new Set(stored.flatMap(({ members }) => members))
  return {
    profiles: inOrder(stored),
    nobodys: keysOf(scenario)
      .filter((key) => !owned.has(key))
      .sort(),
  }
}

function inOrder(profiles: HttpOutcome['profiles']): HttpOutcome['profiles'] {
  return [...profiles].sort((a, b) => (a.members.join(' ') < b.members.join(' ') ? -1 : 1))
}
