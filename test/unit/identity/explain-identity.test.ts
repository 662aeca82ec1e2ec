import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareIdentities } from '../../../shared/identity/compare-identities.ts'
import { stewardFactsOf, type Correction } from '../../../shared/identity/correction.ts'
import {
  clusterOf,
  explainIdentity,
  type Resolved,
} from '../../../shared/identity/explain-identity.ts'
import { foldEvents, historyRules } from '../../../shared/identity/fold-events.ts'
import { identifierKey, type Identifier } from '../../../shared/identity/identifier.ts'
import { resolveIdentity } from '../../../shared/identity/resolve-identity.ts'
import { correctionsOf } from '../unify/live-identity.ts'
import type { PlainWorld } from './naive-identity.ts'
import { identityEvents, rulesOf, world } from './random-world.ts'

function resolve(given: PlainWorld): { resolved: Resolved; identifiers: readonly Identifier[] } {
  const rules = rulesOf(given)
  const events = identityEvents(given.events, rules)
  const facts = foldEvents(events, rules.namespaces, historyRules(rules, Infinity))
  const corrections = correctionsOf(given.facts).filter(
    (fact): fact is Correction => fact.type !== 'undo',
  )
  const resolution = resolveIdentity(facts, stewardFactsOf(corrections), rules)
  return {
    resolved: { resolution, corrections },
    identifiers: facts.map(({ identifier }) => identifier),
  }
}

/** True when steps lead from one identifier to the other, one after the other. */
function leads(steps: readonly { a: Identifier; b: Identifier }[], from: string, to: string) {
  let at = from
  for (const { a, b } of steps) {
    const [keyA, keyB] = [identifierKey(a), identifierKey(b)]
    if (at !== keyA && at !== keyB) return false
    at = at === keyA ? keyB : keyA
  }
  return at === to
}

describe('the explanation of any world', () => {
  it('names a way of what holds between any two that are one, and what keeps others apart', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { resolved, identifiers } = resolve(given)
        const linked = resolved.resolution.refused.map(({ link }) => link)
        for (const x of identifiers) {
          for (const y of identifiers) {
            const [keyX, keyY] = [identifierKey(x), identifierKey(y)]
            const { same, path, blockedBy } = compareIdentities(resolved, x, y)
            const clusters = [x, y].map((item) => clusterOf(resolved.resolution, item))
            expect(same).toBe(clusters[0] === clusters[1])
            if (same) {
              expect(leads(path, keyX, keyY)).toBe(true)
              continue
            }
            const isLinked = linked.some(({ a, b }) =>
              [keyX, keyY].every((key) => key === identifierKey(a) || key === identifierKey(b)),
            )
            if (isLinked) expect(blockedBy.length).toBe(1)
          }
        }
      }),
    )
  })

  it('has every link of the members, once, as holding or as refused', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { resolved, identifiers } = resolve(given)
        const { profiles, detached, refused } = resolved.resolution
        for (const identifier of identifiers) {
          const explained = explainIdentity(resolved, identifier)
          const members = new Set(explained?.members.map(identifierKey))
          expect(members.has(identifierKey(identifier))).toBe(true)
          const touching = refused.filter(({ link: { a, b } }) =>
            [a, b].some((end) => members.has(identifierKey(end))),
          )
          expect(explained?.refused.map(({ link }) => link)).toEqual(
            touching.map(({ link }) => link),
          )
          const isProfile = profiles.some(({ cluster }) =>
            cluster?.members.some((member) => identifierKey(member) === identifierKey(identifier)),
          )
          expect(explained?.profile !== undefined).toBe(isProfile)
          const lost = new Set(detached.flatMap((one) => one.members.map(identifierKey)))
          for (const item of explained?.detached ?? []) {
            expect(lost.has(identifierKey(item))).toBe(true)
          }
          const said = explained?.refused.filter(({ reason }) => reason.kind === 'excluded') ?? []
          for (const { correction } of said) expect(correction).toBeDefined()
        }
      }),
    )
  })
})
