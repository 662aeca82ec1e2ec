import { factLine } from '../collect/event-log.ts'
import { correctionsInForce, stewardFactsOf, type Correction } from '../identity/correction.ts'
import { eventLinks } from '../identity/event-links.ts'
import { identifierKey, uniqueIdentifiers, type Identifier } from '../identity/identifier.ts'
import { linkKey, type IdentityLink } from '../identity/identity-link.ts'
import { linksToHold } from '../identity/links-to-hold.ts'
import { mapLimited } from '../platform/async/map-limited.ts'
import { isoTime } from '../platform/clock/iso-time.ts'
import { sha256Hex } from '../platform/ids/hash.ts'
import type { Context } from '../workspace/context.ts'
import { storeCorrection } from './apply-corrections.ts'
import type { Claim } from './claim-messages.ts'
import type { IdentityContext } from './identity-context.ts'
import { readComponent } from './read-component.ts'
import { factsOf, renew, type Snapshot, type Snapshots, type SnapshotContext } from './snapshot.ts'

export type HoldContext = SnapshotContext &
  IdentityContext &
  Pick<Context, 'now' | 'groupCommit' | 'correctionStore' | 'metrics'>

/**
 * Where a workspace wants that, links of events that would change many known profiles wait for a
 * steward. That a link is held is a fact like those of stewards, with an id made from the link: it
 * is in the log and at the node before the events are, so nobody ever sees the link without it, and
 * whoever goes on after a crash comes to the same.
 */
export async function holdLinks(
  context: HoldContext,
  claims: readonly Claim[],
  snapshots: Snapshots,
): Promise<void> {
  if (context.identity.holdOver === 0) return
  const owned = claims.filter(({ kind, entry }) => kind !== 'lost' && entry.home !== undefined)
  const fresh = owned.flatMap(({ event }) => eventLinks(event))
  if (fresh.length === 0) return
  const seeds = uniqueIdentifiers(fresh.flatMap(({ a, b }) => [a, b]))
  const component = await readComponent(context, seeds, { readOnly: true })
  const held = chooseHeld(context, component, fresh).map((link) => heldFact(context, link))
  if (held.length === 0) return
  const lines = held.map((fact) => factLine(fact.by, fact))
  await context.groupCommit.commit({ receivedAt: context.now(), lines })
  for (const fact of held) {
    await storeCorrection(context, fact)
    await context.correctionStore.note(fact)
  }
  await mapLimited(seeds, 8, async (identifier) => {
    const node = await context.nodeStore.read(context.nodeIdOf(identifier))
    renew(snapshots, identifier, { node, unbroken: false })
  })
}

function chooseHeld(
  { namespaces, identity }: IdentityContext,
  component: readonly Snapshot[],
  fresh: readonly IdentityLink[],
): IdentityLink[] {
  const facts = component.map(factsOf)
  const said = facts.flatMap(({ corrections }) => corrections)
  const lanes = facts.flatMap(({ history }) => history?.lanes ?? [])
  return linksToHold({
    facts: {
      identifiers: lanes.flatMap(({ identifiers }) => identifiers),
      links: facts.flatMap(({ links }) => links),
      stewardFacts: stewardFactsOf(correctionsInForce(said)),
    },
    fresh,
    known: component.flatMap(knownProfile),
    most: identity.holdOver,
    heldBefore: new Set(
      said.flatMap(({ type, a, b = '' }) => (type === 'held' ? [`${a}\n${b}`] : [])),
    ),
    rules: { namespaces, settings: identity },
  })
}

function knownProfile({ identifier, row }: Snapshot): Identifier[] {
  return row?.content.kind === 'profile' && row.content.profile.known ? [identifier] : []
}

function heldFact(
  { now, identity }: Pick<HoldContext, 'now' | 'identity'>,
  link: IdentityLink,
): Correction {
  return {
    id: `held-${sha256Hex(linkKey(link)).slice(0, 32)}`,
    type: 'held',
    a: identifierKey(link.a),
    b: identifierKey(link.b),
    reason: `It would change more than ${identity.holdOver} known profiles.`,
    by: 'passerby',
    at: isoTime(now()),
  }
}
