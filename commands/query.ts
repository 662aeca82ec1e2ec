import { processEnvironment } from '../shared/platform/config/environment.ts'
import { helpText } from './query/help.ts'
import { readQueryRequest } from './query/options.ts'
import { QueryInputError } from './query/read-input.ts'
import { runQuery } from './query/run-query.ts'
import { answerAside } from './terminal/aside.ts'

const userFolder = processEnvironment()['INIT_CWD'] ?? process.cwd()
const request = readQueryRequest(process.argv.slice(2), userFolder)

if (request.kind !== 'query') answerAside(request, helpText)
else {
  try {
    const answer = await runQuery(request, Date.now())
    if (answer.kind === 'refused') {
      console.error(answer.message)
      process.exitCode = 1
    } else {
      console.log(answer.json)
    }
  } catch (error) {
    if (!(error instanceof QueryInputError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
