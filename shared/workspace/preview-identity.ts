import * as z from 'zod'
import { acceptIdentifiers } from '../identity/accept-identifiers.ts'
import { correctionsInForce, stewardFactsOf, type CorrectionFact } from '../identity/correction.ts'
import { resolveEvents, type IdentityEvent } from '../identity/fold-events.ts'
import { identifierKey } from '../identity/identifier.ts'
import type { NodeId } from '../identity/node-id.ts'
import { computeContents } from '../unify/compute-contents.ts'
import { normaliseFact } from '../unify/normalise-fact.ts'
import { factsOf, type Snapshot } from '../unify/snapshot.ts'
import { allActivities } from '../unify/all-activities.ts'
import type { Context } from './context.ts'
import { feedComponents, type Trial } from './feed-components.ts'
import { identityImpact } from './identity-impact.ts'
import { identityRules, type IdentityRules } from './identity-rules.ts'
import { compareProfiles, noChanges, sumChanges, type ProfileChanges } from './profile-changes.ts'
import type { Workspace } from './workspace.ts'

export const identityPreviewSchema = z
  .object({
    merges: z.int().meta({ description: 'Profiles that would be made of several.' }),
    splits: z.int().meta({ description: 'Profiles that would become several.' }),
    unchanged: z.int().meta({ description: 'Profiles that would stay as they are.' }),
    sample: z
      .array(z.object({ from: z.array(z.string()), to: z.array(z.string()) }))
      .meta({ description: 'Some of the changes, by CustomerIds.' }),
    examined: z.int().meta({ description: 'Profiles that were looked at.' }),
    complete: z.boolean().meta({ description: 'False when there are more than were looked at.' }),
    applies: z.enum(['now', 'recluster', 'rebuild']).meta({
      description:
        'What applying it takes: nothing; all profiles computed again; or all made again from the log.',
    }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'IdentityPreview' })

export type IdentityPreview = z.input<typeof identityPreviewSchema>

type PreviewContext = Pick<
  Context,
  | 'nodeIdOf'
  | 'nodeStore'
  | 'archiveStore'
  | 'profileStore'
  | 'seenNamespaces'
  | 'workspaceStore'
  | 'pointer'
  | 'mostMoments'
  | 'attributeRules'
>

/** A preview reads this many events where it has to. */
const mostEvents = 200_000

/** What other rules would make of the profiles there are; nothing is changed. */
export async function previewIdentity(
  context: PreviewContext,
  hypothetical: Workspace,
): Promise<IdentityPreview> {
  const inForce = await context.workspaceStore.readDocument(context.pointer.identityDocument)
  const impact = identityImpact(inForce, hypothetical, await context.seenNamespaces.list())
  const rules = identityRules(hypothetical)
  await rules.namespaces.loadPhones()
  const under = { ...context, ...rules }
  const trial = impact === 'rebuild' ? tryOnEvents(under) : tryOnFacts(under)
  const complete = await feedComponents(under, trial)
  const { merges, splits, unchanged, examined, sample } = trial.changes()
  return {
    ...{ merges, splits, unchanged, sample, examined, complete },
    applies: impact === 'none' ? 'now' : impact,
    warnings: warningsOf(rules),
  }
}

/** Tries rules on one set of connected identifiers after the other. */
interface IdentityTrial extends Trial {
  changes(): ProfileChanges
}

/** The CustomerId of each identifier that has a profile. */
type Customers = ReadonlyMap<NodeId, NodeId>

function customersBefore(component: readonly Snapshot[]): Customers {
  const customers = new Map<NodeId, NodeId>()
  for (const { row } of component) {
    if (row?.content.kind !== 'profile') continue
    const { identifiers, customerId } = row.content.profile
    for (const { id } of identifiers) customers.set(id, customerId)
  }
  return customers
}

/** What is stored about identifiers says all that the rules need. */
function tryOnFacts(context: PreviewContext & IdentityRules): IdentityTrial {
  let changes = noChanges
  return {
    add: async (component) => {
      const after = new Map<NodeId, NodeId>()
      const { rows } = await computeContents(context, component)
      for (const [id, content] of rows) {
        if (content.kind === 'profile') after.set(id, id)
        if (content.kind === 'stub') after.set(id, content.survivor)
      }
      changes = sumChanges(changes, compareProfiles(customersBefore(component), after))
    },
    isFull: () => false,
    changes: () => changes,
  }
}

/**
 * The rules read events otherwise, so these are read again: all together, as identifiers that are
 * two now may be one.
 */
function tryOnEvents(context: PreviewContext & IdentityRules): IdentityTrial {
  const { namespaces, identity, nodeIdOf } = context
  const before = new Map<NodeId, NodeId>()
  const idsOf = new Map<string, NodeId[]>()
  const events: IdentityEvent[] = []
  const said: CorrectionFact[] = []
  return {
    add: async (component) => {
      for (const [id, customer] of customersBefore(component)) before.set(id, customer)
      for (const { identifier, id } of component) {
        const { identifiers } = acceptIdentifiers(namespaces, {
          identifiers: [identifier],
          previous: [],
        })
        for (const key of identifiers.map(identifierKey)) {
          idsOf.set(key, [...(idsOf.get(key) ?? []), id])
        }
      }
      for (const snapshot of component) events.push(...(await eventsOf(context, snapshot)))
      const facts = component.flatMap((snapshot) => factsOf(snapshot).corrections)
      said.push(...facts.flatMap((fact) => normaliseFact(fact, namespaces) ?? []))
    },
    isFull: () => events.length > mostEvents,
    changes: () => {
      const rules = { namespaces, settings: identity }
      const after = new Map<NodeId, NodeId>()
      const stewardFacts = stewardFactsOf(correctionsInForce(said))
      for (const { canonical, cluster } of resolveEvents(events, stewardFacts, rules).profiles) {
        for (const member of cluster?.members ?? []) {
          const ids = idsOf.get(identifierKey(member)) ?? []
          for (const id of ids) after.set(id, nodeIdOf(canonical))
        }
      }
      return sumChanges(noChanges, compareProfiles(before, after))
    },
  }
}

/** The events at a home, with the identifiers that count under other rules. */
async function eventsOf(
  context: PreviewContext & IdentityRules,
  { id, node }: Snapshot,
): Promise<IdentityEvent[]> {
  const { namespaces } = context
  const events: IdentityEvent[] = []
  for await (const activities of allActivities(context, id, node?.archive)) {
    for (const activity of activities) {
      const { messageId, time, logout } = activity
      const { identifiers, previous } = acceptIdentifiers(namespaces, activity)
      events.push({ messageId, time, logout, identifiers, previous })
    }
  }
  return events
}

/** What is allowed, and may surprise. */
function warningsOf({ namespaces }: IdentityRules): string[] {
  const unique = namespaces.all.filter(
    ({ kind, limit, priority }) =>
      kind === 'person' && limit === 1 && priority > namespaces.strongestPerson,
  )
  if (unique.length < 2) return []
  const names = unique.map(({ name }) => name).join(', ')
  return [
    `Below the strongest namespace of people, several keep one value a profile (${names}): one event can then change more than two profiles. At most one such namespace is advisable.`,
  ]
}
