import { defineConfig } from 'vitest/config'

const long = process.env['PASSERBY_TEST'] === 'long'

export default defineConfig({
  test: {
    include: long ? ['test/**/*.long.ts'] : ['test/**/*.test.ts'],
    globalSetup: ['test/setup/build-once.ts'],
    reporters: ['default', './test/setup/summary-reporter.ts'],
    env: { TZ: 'UTC' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 1_800_000 : 30_000,
    hookTimeout: 60_000,
  },
})
