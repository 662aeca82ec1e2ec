import { processEnvironment } from '../shared/platform/config/environment.ts'
import { readScenariosRequest } from './scenarios/options.ts'
import { runScenarios } from './scenarios/run-scenarios.ts'
import { ScenarioFileError } from './scenarios/scenario-file.ts'

const userFolder = processEnvironment()['INIT_CWD'] ?? process.cwd()
const request = readScenariosRequest(process.argv.slice(2), userFolder)

if (request.kind === 'refused') {
  console.error(request.message)
  process.exitCode = 1
} else {
  try {
    const passed = await runScenarios(request, (line) => console.log(line))
    if (!passed) process.exitCode = 1
  } catch (error) {
    if (!(error instanceof ScenarioFileError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
