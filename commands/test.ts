import { processEnvironment } from '../shared/platform/config/environment.ts'
import { runVitest } from './test/run-vitest.ts'

process.exit(await runVitest(process.argv.slice(2), processEnvironment()))
