import { callIdentifiers } from '../collect/call-identifiers.ts'
import { callSchema, type Call } from '../collect/call-schema.ts'
import { acceptIdentifiers } from '../identity/accept-identifiers.ts'
import type { Namespaces } from '../identity/namespaces.ts'
import { canonicalJson } from '../platform/ids/canonical-json.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import { attributeName } from '../profiles/attribute-name.ts'
import { eventTime } from './event-time.ts'
import type { LogLocation } from '../profiles/activity.ts'
import type { UnifiedEvent } from './unified-event.ts'

/** A line of the log, parsed. */
export interface LoggedCall {
  readonly location: LogLocation
  readonly receivedAt: number
  readonly source: string
  readonly call: Readonly<Record<string, unknown>>
}

export interface NormaliseSettings {
  readonly namespaces: Namespaces
  readonly logoutEvents: readonly string[]
}

/** Turns a logged call into an event: a pure function of the line and the workspace. */
export function normaliseCall(logged: LoggedCall, settings: NormaliseSettings): UnifiedEvent {
  const call = callSchema.parse(logged.call)
  const { identifiers, previous, judged } = acceptIdentifiers(
    settings.namespaces,
    callIdentifiers(call),
  )
  return {
    location: logged.location,
    messageId: String(call.messageId),
    type: call.type,
    name: displayName(call),
    ...eventTime(logged.call, logged.receivedAt),
    receivedAt: logged.receivedAt,
    source: logged.source,
    url: pageUrl(call),
    logout: isLogout(call, settings.logoutEvents),
    identifiers,
    previous,
    refused: judged.flatMap(({ outcome }) =>
      outcome.kind === 'refused' ? [{ namespace: outcome.namespace, reason: outcome.reason }] : [],
    ),
    properties: call.properties ?? traitsOf(call) ?? {},
    traits: personTraits(call),
    contentHash: sha256Hex(canonicalJson(logged.call)),
  }
}

function displayName(call: Call): string | undefined {
  const isNamed = call.type !== 'identify' && call.type !== 'alias'
  const name = call.type === 'track' ? call.event : (call.name ?? call.traits?.['name'])
  if (isNamed && typeof name === 'string' && name !== '') return name
  // Without it nobody could tell which group an activity is about.
  const groupId = call.groupId ?? ''
  return call.type === 'group' && groupId !== '' ? String(groupId) : undefined
}

function traitsOf(call: Call): Record<string, unknown> | undefined {
  return call.type === 'identify' || call.type === 'group' ? (call.traits ?? undefined) : undefined
}

/** Traits of an identify call, as attributes; they may also stand in the context. */
function personTraits(call: Call): ReadonlyMap<string, unknown> {
  if (call.type !== 'identify') return new Map()
  const traits = call.traits ?? call.context?.['traits']
  if (typeof traits !== 'object' || traits === null || Array.isArray(traits)) return new Map()
  return new Map(Object.entries(traits).map(([name, value]) => [attributeName(name), value]))
}

function pageUrl(call: Call): string | undefined {
  const page = call.context?.['page']
  const fromPage = typeof page === 'object' && page !== null && 'url' in page ? page.url : undefined
  const url = call.properties?.['url'] ?? fromPage
  return typeof url === 'string' ? url : undefined
}

function isLogout(call: Call, logoutEvents: readonly string[]): boolean {
  if (call.type === 'track') return logoutEvents.includes(call.event ?? '')
  return call.type === 'identify' && call.userId === null
}
