import { describe, expect, it } from 'vitest'
import { passerbyParts, type PartInputs } from '../../../../local/supervisor/passerby-parts.ts'

const inputs: PartInputs = {
  root: '/checkout',
  settings: {
    port: 7071,
    host: '127.0.0.1',
    dataFolder: '/data',
    clockOffsetMs: -5,
    inMemory: false,
    keys: { write: 'w', read: 'r', admin: 'a' },
  },
  ports: { blob: 1, queue: 2, table: 3, broker: 4, guard: 5 },
  guardToken: 'token',
  environment: { LANG: 'C', PORT: '0', AZURITE_ACCOUNTS: 'mine:key', AzureWebJobsStorage: 'real' },
}
const parts = passerbyParts(inputs)

describe('passerbyParts', () => {
  it('starts what others depend on first', () => {
    expect(parts.map((part) => part.name)).toEqual(['azurite', 'broker', 'host'])
  })

  it('hands the clock, the data folder and the rest of the environment to broker and host', () => {
    for (const part of parts.slice(1)) {
      expect(part.env).toMatchObject({
        LANG: 'C',
        PASSERBY_CLOCK_OFFSET_MS: '-5',
        PASSERBY_DATA: '/data',
      })
    }
  })

  it('points the host at the local storage and broker, whatever the environment says', () => {
    const storage = expect.stringContaining('TableEndpoint=http://127.0.0.1:3/devstoreaccount1;')
    expect(parts[2]?.env).toMatchObject({
      PORT: '7071',
      AzureWebJobsStorage: storage,
      PASSERBY_STORAGE: storage,
      PASSERBY_SERVICE_BUS:
        'Endpoint=sb://127.0.0.1:4;SharedAccessKeyName=RootManageSharedAccessKey;' +
        'SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    })
  })

  it('keeps data in the data folder, or in memory', () => {
    const settings = { ...inputs.settings, inMemory: true }
    const [inMemory] = passerbyParts({ ...inputs, settings })
    expect(parts[0]?.args).toEqual(expect.arrayContaining(['--location', '/data/azurite']))
    expect(parts[0]?.args).not.toContain('--inMemoryPersistence')
    expect(inMemory?.args).toContain('--inMemoryPersistence')
    // Azurite refuses both together.
    expect(inMemory?.args).not.toContain('--location')
  })

  it('keeps other accounts away from Azurite', () => {
    expect(parts[0]?.env['AZURITE_ACCOUNTS']).toBeUndefined()
  })
})
