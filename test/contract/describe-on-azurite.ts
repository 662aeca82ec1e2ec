import { afterAll, beforeAll, describe } from 'vitest'
import { connectStorage } from '../../shared/platform/azure/storage-clients.ts'
import { startAzurite, type Azurite } from './azurite.ts'

/** Tests on an Azurite of their own, with everything that a deployment stores in. */
export function describeOnAzurite(
  tests: (connect: () => ReturnType<typeof connectStorage>) => void,
): void {
  describe('on Azurite', () => {
    let storage: Azurite

    beforeAll(async () => {
      storage = await startAzurite()
      await connectStorage(storage.connectionString).createAll()
    })
    afterAll(() => storage.stop())

    tests(() => connectStorage(storage.connectionString))
  })
}
