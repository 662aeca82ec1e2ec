import { expect, it } from 'vitest'
import { Tally } from '../../../../commands/load/tally.ts'

it('ends with the line of the contract', () => {
  const tally = new Tally()
  tally.accepted = 20_331
  tally.duplicates = 2
  tally.refuse({ code: 'NoIdentifier', message: 'no id' }, { file: 'a.ndjson', line: 7 })
  expect(tally.lastLine()).toBe('20332 sent, 20331 accepted, 1 rejected, 2 duplicates')
})

it('shows each reason once, the most frequent first, with its first place', () => {
  const tally = new Tally()
  const json = { code: 'InvalidJson', message: 'broken' }
  tally.refuse({ code: 'NoIdentifier', message: 'no id' }, { file: 'a.ndjson', line: 7 })
  tally.refuse(json, { file: 'a.ndjson', line: 9 })
  tally.refuse(json, { file: 'b.ndjson', line: 1 })
  expect(tally.findings()).toEqual([
    'Refused:',
    '  InvalidJson 2, first in a.ndjson line 9: broken',
    '  NoIdentifier 1, first in a.ndjson line 7: no id',
  ])
})
