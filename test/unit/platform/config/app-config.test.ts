import { describe, expect, it } from 'vitest'
import { readAppConfig } from '../../../../shared/platform/config/app-config.ts'

const azure = {
  PASSERBY_STORAGE: 'storage',
  PASSERBY_SERVICE_BUS: 'bus',
  PASSERBY_WRITE_KEYS: `web:${'w'.repeat(20)}`,
  PASSERBY_READ_KEYS: `shop:${'r'.repeat(20)}`,
  PASSERBY_ADMIN_KEYS: `ops:${'a'.repeat(20)}`,
}
const local = { ...azure, AZURE_FUNCTIONS_ENVIRONMENT: 'Development' }

describe('the settings of the app', () => {
  it('are complete in Azure with connections and keys', () => {
    expect(readAppConfig(azure)).toMatchObject({
      local: false,
      storage: 'storage',
      serviceBus: 'bus',
      writeKeys: [{ name: 'web' }],
      allowedOrigins: ['*'],
    })
  })

  it('name the origins that may call collect', () => {
    const origins = { PASSERBY_ALLOWED_ORIGINS: 'https://a.example, https://b.example,' }
    expect(readAppConfig({ ...azure, ...origins }).allowedOrigins).toEqual([
      'https://a.example',
      'https://b.example',
    ])
  })

  it('move the clock on a machine of a developer only', () => {
    const moved = { PASSERBY_CLOCK_OFFSET_MS: '-5000' }
    expect(readAppConfig({ ...local, ...moved }).clockOffsetMs).toBe(-5000)
    expect(readAppConfig({ ...azure, ...moved }).clockOffsetMs).toBe(0)
  })

  it('have keys of their own on a machine of a developer', () => {
    const { PASSERBY_STORAGE, PASSERBY_SERVICE_BUS, AZURE_FUNCTIONS_ENVIRONMENT } = local
    const config = readAppConfig({
      PASSERBY_STORAGE,
      PASSERBY_SERVICE_BUS,
      AZURE_FUNCTIONS_ENVIRONMENT,
    })
    expect(config.writeKeys).toEqual([{ name: 'local', key: 'local-write-key' }])
  })

  it('are refused with every problem in one message, and no secret in it', () => {
    const read = () =>
      readAppConfig({ PASSERBY_WRITE_KEYS: 'web:secret', PASSERBY_CLOCK_OFFSET_MS: 'x' })
    for (const part of [
      'PASSERBY_STORAGE is missing',
      'PASSERBY_SERVICE_BUS is missing',
      'PASSERBY_WRITE_KEYS: key web',
      'PASSERBY_READ_KEYS is missing',
      'PASSERBY_ADMIN_KEYS is missing',
      'PASSERBY_CLOCK_OFFSET_MS',
    ]) {
      expect(read).toThrow(part)
    }
    expect(read).not.toThrow('secret')
  })
})
