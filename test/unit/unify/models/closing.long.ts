import { describe, it } from 'vitest'
import { expectClosingSafe } from './closing-expectations.ts'
import {
  allowsAll,
  bothTooMany,
  dies,
  excludes,
  excludesMore,
  writesLate,
} from './closing-scenarios.ts'

describe('two workers at an identifier that is closed or opened, and crashes', () => {
  it.each(
    Object.entries({
      'a row is written late': dies(writesLate, 1, 1),
      'two are too many at once': dies(bothTooMany, 1, 1),
      'all are allowed by one who dies': dies(allowsAll, 1, 0),
      'all are allowed while one comes who dies': dies(allowsAll, 0, 1),
      'a link goes while one comes': dies(excludes, 1, 1),
      'a link goes while one more comes': dies(excludesMore, 1, 1),
    }),
  )('%s', (_name, scenario) => expectClosingSafe(scenario))
})
