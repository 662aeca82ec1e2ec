import { processEnvironment } from '../shared/platform/config/environment.ts'
import { runVitest } from './test/run-vitest.ts'

const environment = { ...processEnvironment(), PASSERBY_TEST: 'long' }
process.exit(await runVitest(process.argv.slice(2), environment))
