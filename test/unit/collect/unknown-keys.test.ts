import { expect, it } from 'vitest'
import { createUnknownKeys } from '../../../shared/collect/unknown-keys.ts'
import { memoryStorage, testContext, testNow } from '../../doubles/test-context.ts'

it('requests without a valid key become one note in ten seconds, with their number', async () => {
  let now = testNow
  const context = { ...testContext(memoryStorage()), now: () => now }
  const keys = createUnknownKeys()
  const notes = async (): Promise<string[]> =>
    (await context.rejectStore.latest({ top: 10, since: 0 })).map(({ message }) => message)
  for (let request = 0; request < 4; request += 1) await keys.note(context)
  expect(await notes()).toEqual(['A request to collect came without a valid write key.'])
  now += 10_000
  await keys.note(context)
  expect(await notes()).toEqual([
    '4 requests to collect came without a valid write key.',
    'A request to collect came without a valid write key.',
  ])
})
