import { describe, expect, it } from 'vitest'
import { parseKeys } from '../../../../shared/platform/config/keys.ts'

const long = 'k'.repeat(20)

function parse(value: string | undefined, local = false) {
  const problems: string[] = []
  const keys = parseKeys({ setting: 'KEYS', value, localKey: 'local-key', local, problems })
  return { keys, problems }
}

describe('keys in a setting', () => {
  it.each([
    [`web:${long}`, [{ name: 'web', key: long }]],
    [long, [{ name: 'default', key: long }]],
    [` web : ${long} ,`, [{ name: 'web', key: long }]],
    [
      `web:${long}1,web:${long}2,app:${long}3`,
      [
        { name: 'web', key: `${long}1` },
        { name: 'web', key: `${long}2` },
        { name: 'app', key: `${long}3` },
      ],
    ],
    [`web:${long}:x`, [{ name: 'web', key: `${long}:x` }]],
    [`:${long}`, [{ name: 'default', key: long }]],
  ])('are read from %s', (value, keys) => {
    expect(parse(value)).toEqual({ keys, problems: [] })
  })

  it.each([undefined, '', ' , '])('are missing in Azure when the setting is %j', (value) => {
    expect(parse(value).problems).toEqual(['KEYS is missing'])
  })

  it('are the local one on a machine of a developer that sets none', () => {
    expect(parse(undefined, true)).toEqual({
      keys: [{ name: 'local', key: 'local-key' }],
      problems: [],
    })
  })

  it.each([
    ['web:short', 'shorter than 20'],
    ['web:', 'shorter than 20'],
    ['web:local-write-key-but-longer', 'is a local key'],
  ])('are refused in Azure, but not locally: %s', (value, problem) => {
    expect(parse(value).problems.join()).toContain(problem)
  })

  it('are never named in a problem', () => {
    expect(parse('web:secret').problems.join()).not.toContain('secret')
  })

  it('may be short on a machine of a developer', () => {
    expect(parse('web:short', true)).toEqual({
      keys: [{ name: 'web', key: 'short' }],
      problems: [],
    })
  })
})
