import { describe, expect, it } from 'vitest'
import { attributeDefinitionSchema } from '../../../shared/profiles/attribute-definition.ts'
import { checkAttributes } from '../../../shared/profiles/check-attributes.ts'
import type { AttributeInput } from '../../factories/attributes.ts'
import { attributeRules } from '../../factories/attributes.ts'

const parse = (input: AttributeInput) => attributeDefinitionSchema.parse(input)

describe('the definition of an attribute', () => {
  it('has defaults, and is the same when read again', () => {
    const plain = {
      ...{ name: 'age', type: null, searchable: false, public: false },
      ...{ survivorship: 'mostRecent', sources: [], group: null },
    }
    expect(parse({ name: 'age' })).toEqual(plain)
    for (const input of [
      { name: 'zip', group: 'address' },
      { name: 'age', type: 'Edm.Int32' },
    ]) {
      const once = parse(input as AttributeInput)
      expect(parse(once)).toEqual(once)
    }
    expect(parse({ name: 'zip', group: 'address' }).survivorship).toBeNull()
  })

  it.each<[unknown, string]>([
    [{ name: 'a b' }, 'must be a letter'],
    [{ name: 'CustomerId' }, 'is taken'],
    [{ name: 'a', type: 'Int32' }, 'Edm.Int32'],
    [{ name: 'a', survivorship: 'newest' }, 'mostRecent'],
    [{ name: 'a', survivorship: 'sourcePriority' }, 'must list the sources'],
    [{ name: 'a', sources: ['web'] }, 'is only for'],
    [{ name: 'a', survivorship: 'sourcePriority', sources: ['web', 'web'] }, 'each source once'],
    [{ name: 'a', group: 'a b' }, 'must be a letter'],
    [{ name: 'a', kind: 'person' }, 'kind'],
  ])('%j is refused', (input, reason) => {
    const { error } = attributeDefinitionSchema.safeParse(input)
    expect(error?.issues.map(({ message }) => message).join()).toContain(reason)
  })
})

describe('definitions together', () => {
  const member = (name: string, rest: Partial<AttributeInput> = {}) =>
    parse({ name, group: 'address', ...rest })

  it('may leave the survivorship of a group to one member', () => {
    const members = [
      member('city', { survivorship: 'mostFilled' }),
      member('zip'),
      member('street'),
    ]
    expect(checkAttributes([...members, parse({ name: 'age' })])).toEqual([])
  })

  it('of one group that differ are named, with what to do', () => {
    const first = member('city', { survivorship: 'sourcePriority', sources: ['crm', 'web'] })
    const other = member('zip', { survivorship: 'mostRecent' })
    const turned = member('street', { survivorship: 'sourcePriority', sources: ['web', 'crm'] })
    const problems = checkAttributes([turned, other, first])
    expect(problems.map(({ name, pointer }) => [name, pointer])).toEqual([
      ['street', '/sources'],
      ['zip', '/survivorship'],
    ])
    expect(problems[1]?.message).toContain('`sourcePriority` by `city`')
  })

  it('say how facts are kept; only what changes that needs a timeline', () => {
    const byPriority = (...sources: string[]) =>
      attributeRules({ name: 'a', survivorship: 'sourcePriority', sources })
    expect(attributeRules({ name: 'a' }).key).toBe('')
    expect(byPriority('web', 'crm').key).toBe(byPriority('crm').key)
    expect(byPriority('web').key).not.toBe(attributeRules({ name: 'a', type: 'Edm.Int32' }).key)
  })
})
