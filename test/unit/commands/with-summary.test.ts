import { expect, it } from 'vitest'
import { withSummary } from '../../../commands/test/with-summary.ts'

it('leaves the arguments alone when the reporters are those of the configuration', () => {
  expect(withSummary(['test/unit', '--bail', '1'])).toEqual(['test/unit', '--bail', '1'])
})

it.each([[['--reporter=verbose']], [['--reporter', 'json']]])(
  'keeps the summary as the last reporter after %o',
  (args) => {
    expect(withSummary(args)).toEqual([...args, '--reporter=./test/setup/summary-reporter.ts'])
  },
)
