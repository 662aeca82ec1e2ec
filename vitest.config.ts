import { defineConfig } from 'vitest/config'

const long = process.env['PASSERBY_TEST'] === 'long'
const suffix = long ? 'long.ts' : 'test.ts'

export default defineConfig({
  // Only the build makes these; what tests import of the routes does not need their content.
  resolve: { alias: { 'console-assets': `${import.meta.dirname}/test/doubles/console-assets.ts` } },
  test: {
    globalSetup: ['test/setup/build-once.ts'],
    reporters: ['default', './test/setup/summary-reporter.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`test/unit/**/*.${suffix}`],
          // Pure functions leave nothing behind, so files may share a process.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [`test/{contract,integration,e2e}/**/*.${suffix}`],
        },
      },
    ],
    env: { TZ: 'UTC' },
    pool: 'forks',
    // Generous: on a busy machine a worker may have thousands of events to apply first.
    testTimeout: long ? 1_800_000 : 90_000,
    hookTimeout: 60_000,
  },
})
