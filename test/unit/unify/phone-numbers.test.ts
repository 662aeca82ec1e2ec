import { describe, expect, it } from 'vitest'
import { defaultNamespaces } from '../../../shared/identity/namespace-definition.ts'
import { createNamespaces } from '../../../shared/identity/namespaces.ts'
import { lazyPhones } from '../../../shared/identity/phone-number.ts'
import { eventsFeed } from '../../../shared/lookup/events-feed.ts'
import { findProfile } from '../../../shared/lookup/find-profile.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'

/** Each visitor signs up with a telephone number; a new process for every step. */
async function signUps(region: string | undefined, phones: readonly string[]) {
  const storage = memoryStorage()
  const context = () => ({
    ...testContext(storage),
    namespaces: createNamespaces(defaultNamespaces, { phones: lazyPhones(region) }),
  })
  for (const [index, phone] of phones.entries()) {
    const call = aCall({
      ...{ type: 'identify', messageId: `m${index}`, anonymousId: `c${index}`, traits: { phone } },
    })
    const blob = logCalls(storage, [{ call }])
    expect((await unifyBlobs(context(), [blob])).get(blob)).toEqual({ kind: 'done' })
  }
  const find = async (value: string) => {
    const found = await findProfile(context(), { namespace: 'phone', value })
    return found.profile.customerId
  }
  return { find, context }
}

const spellings = ['+49 171 1234567', '0049 171 1234567', '(0171) 123-4567']

describe('a telephone number', () => {
  it('is one person in every spelling, found by each', async () => {
    const { find } = await signUps('DE', spellings)
    const ids = await Promise.all([...spellings, '0171/1234567'].map(find))
    expect(new Set(ids).size).toBe(1)
  })

  it('without a country is joined with no number of a country, and found as it was sent', async () => {
    const { find } = await signUps(undefined, ['0171 1234567', '+49 171 1234567'])
    const [national, international] = await Promise.all(['0171 1234567', '+491711234567'].map(find))
    expect(national).not.toBe(international)
    expect(await find('0171-1234567')).toBe(national)
  })

  it('that is none identifies nobody, and the feed says so', async () => {
    const { find, context } = await signUps('DE', ['call me'])
    await expect(find('call me')).rejects.toThrow('No profile')
    const { value } = await eventsFeed(context(), { since: 0, top: 10 })
    expect(value[0]?.ignored).toEqual([{ namespace: 'phone', value: 'call me', reason: 'invalid' }])
  })
})
