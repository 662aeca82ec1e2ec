import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { historyRules } from '../../../shared/identity/fold-events.ts'
import { defaultIdentitySettings } from '../../../shared/identity/identity-settings.ts'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { attributeDefinitionSchema } from '../../../shared/profiles/attribute-definition.ts'
import {
  addActivities,
  addHint,
  emptyFacts,
  type FactSource,
} from '../../../shared/profiles/node-facts.ts'
import { createAttributeRules, noAttributeRules } from '../../../shared/profiles/attribute-rules.ts'
import { restoreFacts, storeFacts } from '../../../shared/profiles/stored-facts.ts'

const namespaces = createNamespaces(defaultNamespaces)
const rules = (mostMoments: number, attributeRules = noAttributeRules) => ({
  ...historyRules({ namespaces, settings: defaultIdentitySettings }, mostMoments),
  attributeRules,
})
const firstOfA = createAttributeRules([
  attributeDefinitionSchema.parse({ name: 'a', type: 'Edm.Int32', survivorship: 'leastRecent' }),
])
const cookie = { namespace: 'anonymousId', value: 'c1' }
const user = { namespace: 'userId', value: 'u1' }

const activity: fc.Arbitrary<FactSource> = fc.record({
  messageId: fc.uuid(),
  time: fc.oneof(fc.constant(5), fc.nat({ max: 2_000_000_000_000 })),
  receivedAt: fc.nat({ max: 2_000_000_000_000 }),
  source: fc.constant('web'),
  logout: fc.boolean(),
  identifiers: fc.constantFrom([cookie], [user, cookie]),
  previous: fc.constant([]),
  attributes: fc.array(
    fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom<unknown>(null, 1, 'x', { y: [true] })),
    { maxLength: 2 },
  ),
})

describe('the facts of a node', () => {
  it('are the same when they were stored', () => {
    fc.assert(
      fc.property(
        fc.array(activity, { maxLength: 20 }),
        fc.constantFrom(3, 2000),
        fc.constantFrom(noAttributeRules, firstOfA),
        (activities, most, attributeRules) => {
          const facts = addActivities(emptyFacts(cookie), activities, rules(most, attributeRules))
          const hinted = addHint(facts ?? emptyFacts(cookie), user)
          const stored: unknown = JSON.parse(JSON.stringify(storeFacts(hinted)))
          expect(restoreFacts(stored)).toEqual(hinted)
        },
      ),
    )
  })

  it('of before, without a history, keep links and hints; the rest is to be folded anew', () => {
    const link = { a: cookie, b: user, firstSeen: 5, lastSeen: 5, evidence: [] }
    const attribute = { name: 'a', value: 1, time: 5, source: 'web', messageId: 'm' }
    const stored = { identifier: cookie, links: [link], attributes: [attribute], homes: [user] }
    const facts = restoreFacts({ ...stored, activityCount: 1, firstSeen: 5, lastSeen: 5 })
    expect(facts).toMatchObject({ history: undefined, links: [link], attributes: [] })
    expect(facts.homes).toEqual([user])
    expect(restoreFacts(storeFacts(facts))).toEqual(facts)
    const [more] = fc.sample(activity, 1)
    expect(addActivities(facts, more ? [more] : [], rules(2000))).toBeUndefined()
  })

  it('of before that hold hints alone need nothing', () => {
    const stored = {
      identifier: cookie,
      activityCount: 0,
      links: [],
      attributes: [],
      homes: [user],
    }
    expect(restoreFacts(stored)).toEqual({ ...emptyFacts(cookie), homes: [user] })
  })
})
