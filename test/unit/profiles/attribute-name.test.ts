import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeName } from '../../../shared/profiles/attribute-name.ts'

describe('the attribute that a trait sets', () => {
  it.each([
    ['firstName', 'firstName'],
    ['größe', 'größe'],
    ['名前', '名前'],
    ['_x1', '_x1'],
    ['first name', 'first_name'],
    ['utm-source', 'utm_source'],
    ['a.b/c', 'a_b_c'],
    ['$email', '_email'],
    ['1st', '_st'],
    ['', '_'],
    ['\u{1f600}', '_'],
    ['a\ud800', 'a_'],
    ['CustomerId', 'CustomerId_'],
    ['Identifiers', 'Identifiers_'],
    ['customerid', 'customerid'],
    ['constructor', 'constructor'],
  ])('has an OData identifier as its name: %j is %j', (trait, name) => {
    expect(attributeName(trait)).toBe(name)
  })

  it('has a name that is one already, and not longer than OData allows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (trait) => {
        const name = attributeName(trait)
        expect(name).toMatch(/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u)
        expect(attributeName(name)).toBe(name)
      }),
    )
  })
})
