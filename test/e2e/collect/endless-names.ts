import { expect, it } from 'vitest'
import { mostAttributeNames } from '../../../shared/unify/attribute-names.ts'
import { mostAttributes } from '../../../shared/profiles/attribute-fact.ts'
import { profileOnce } from '../runtime.ts'
import { post } from './send.ts'

/** A sender that makes up trait names; stands last, because the workspace has a bound on them. */
export function endlessNamesSuite(url: () => string): void {
  it('stores made-up trait names up to the bounds, and goes on', async () => {
    await post(url(), 'identify', { anonymousId: 'names-0', traits: { known_name: 1 } })
    await profileOnce(url(), 'anonymousId:names-0', () => true)
    const perCall = 600
    const calls = Math.ceil((mostAttributeNames * 3) / perCall)
    const batch = Array.from({ length: calls }, (_, call) => ({
      type: 'identify',
      anonymousId: `names-${call + 1}`,
      timestamp: new Date(Date.UTC(2026, 0, 1) + call).toISOString(),
      traits: Object.fromEntries(
        Array.from({ length: perCall }, (_, index) => [`made_up_${call}_${index}`, index]),
      ),
    }))
    expect(await post(url(), 'batch', { batch })).toMatchObject({ json: { accepted: calls } })
    let stored = 0
    for (let call = 1; call <= calls; call += 1) {
      const profile = await profileOnce(url(), `anonymousId:names-${call}`, () => true)
      const names = Object.keys(profile.attributes)
      expect(names.length).toBeLessThanOrEqual(mostAttributes)
      stored += names.length
      expect(profile.activities.value).toMatchObject([{ properties: batch[call - 1]?.traits }])
    }
    expect(stored).toBeGreaterThan(mostAttributes)
    expect(stored).toBeLessThanOrEqual(mostAttributeNames)

    await post(url(), 'identify', {
      anonymousId: 'names-0',
      traits: { known_name: 2, brand_new: 1 },
    })
    const profile = await profileOnce(url(), 'anonymousId:names-0', (p) => p.activityCount === 2)
    expect(profile.attributes).toEqual({ known_name: 2 })
  })
}
