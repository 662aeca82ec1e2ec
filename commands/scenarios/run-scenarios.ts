import { lazyPhones } from '../../shared/identity/phone-number.ts'
import { checkScenario } from './check-scenario.ts'
import { runScenario } from './run-scenario.ts'
import { readScenarioFile, type Scenario } from './scenario-file.ts'

/** Runs the scenarios of a file and prints what came of them; answers whether all passed. */
export async function runScenarios(
  { file, json }: { readonly file: string; readonly json: boolean },
  print: (line: string) => void,
): Promise<boolean> {
  const scenarios = await readScenarioFile(file)
  const phones = lazyPhones()
  if (scenarios.some(hasPhones)) await phones.load()
  const results = scenarios.map((scenario) => {
    const outcome = runScenario(scenario, phones)
    return { scenario, outcome, problems: checkScenario(outcome, scenario.expect) }
  })
  const failed = results.filter(({ problems }) => problems.length > 0).length
  if (json) {
    print(JSON.stringify(results.map(({ outcome }) => outcome)))
    return failed === 0
  }
  for (const { scenario, problems } of results) {
    print(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${scenario.id} ${scenario.title}`.trimEnd())
    for (const problem of problems) print(`       ${problem}`)
  }
  print(`${results.length - failed} passed, ${failed} failed`)
  return failed === 0
}

function hasPhones({ namespaces }: Scenario): boolean {
  return namespaces.some(({ normalize }) => normalize === 'phone')
}
