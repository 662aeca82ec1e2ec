import { expect, it } from 'vitest'
import { explainProfile } from '../../../shared/lookup/explain-profile.ts'
import { unifyBlobs } from '../../../shared/unify/unify-blobs.ts'
import { memoryStorage, testContext } from '../../doubles/test-context.ts'
import { aCall, logCalls } from '../../factories/calls.ts'
import { crowdedAbove } from '../unify/kiosk.ts'

it('of a terminal tells that too many share it, of those who do tells what does not hold', async () => {
  const storage = memoryStorage()
  const context = { ...testContext(storage), namespaces: crowdedAbove(2, 'anonymousId') }
  const calls = ['u1', 'u2', 'u3', null].map((userId, index) => ({
    call: aCall({ messageId: `m${index}`, anonymousId: 'kiosk', userId }),
  }))
  await unifyBlobs(context, [logCalls(storage, calls)])
  const kiosk = await explainProfile(context, { namespace: 'anonymousId', value: 'kiosk' })
  expect(kiosk).toMatchObject({ quarantined: ['anonymousId:kiosk'], links: [] })
  const person = await explainProfile(context, { namespace: 'userId', value: 'u1' })
  expect(person).toMatchObject({
    quarantined: [],
    refused: [{ reason: 'quarantined', identifier: 'anonymousId:kiosk' }],
  })
})
